namespace SoraGuard.Policy;

/// <summary>What is refused before anything is screened.</summary>
internal static class RequestChecks
{
    /// <returns>The region of the request, null where none is given.</returns>
    public static Region? Check(PolicySignals signals, PolicyModel policy)
    {
        if (string.IsNullOrWhiteSpace(signals.Prompt))
            throw new PolicyRequestException("prompt_empty", "The prompt is empty: write what the video should show");
        if (signals.Prompt.Length > PolicySignals.MaxPromptLength)
            throw new PolicyRequestException(
                "prompt_too_long", $"The prompt has {signals.Prompt.Length:N0} characters; at most {PolicySignals.MaxPromptLength:N0} are accepted");
        if (!policy.Tiers.ContainsKey(signals.Tier))
            throw new PolicyRequestException("unknown_tier", $"There is no tier '{signals.Tier}': known are {string.Join(", ", policy.Tiers.Keys)}");
        foreach (var (name, score) in signals.Scores)
            if (!(score is >= 0 and <= 1))
                throw new PolicyRequestException("invalid_score", $"The score '{name}' is {score}; scores go from 0 to 1");
        if (signals.Region is null)
            return null;
        return Region.TryParse(signals.Region, out var region)
            ? region
            : throw new PolicyRequestException("invalid_region", $"'{signals.Region}' is no region: write an ISO 3166 code such as US or US-CA");
    }
}
