using System.Buffers;
using System.Text;
using SoraGuard.Media.Labels;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>A request as it comes from outside: everything optional and unchecked.</summary>
public sealed record ClipRequestInput
{
    /// <summary>UTF-16 units; the limit of the OpenAI Videos API.</summary>
    public const int LongestPrompt = PolicySignals.MaxPromptLength;

    /// <summary>UTF-16 units of every field but the prompt.</summary>
    public const int LongestName = 128;

    public const int ShortestSeconds = 1, LongestSeconds = 60, DefaultSeconds = 4;

    public const string DefaultTier = PolicySignals.DefaultTier, DefaultModel = "soraguard-small-1";

    public string? Prompt { get; init; }

    public int? Seconds { get; init; }

    /// <summary>As <c>1280x720</c>.</summary>
    public string? Size { get; init; }

    public string? Region { get; init; }

    /// <summary>ISO 8601 date or date and time; null is now.</summary>
    public string? At { get; init; }

    public string? Tier { get; init; }

    /// <summary><c>eu</c>, <c>cn</c>, <c>plain</c> or <c>none</c>; null chooses by region.</summary>
    public string? Label { get; init; }

    public ulong? Seed { get; init; }

    public string? Model { get; init; }

    /// <summary>Checks everything and reports every problem at once.</summary>
    /// <param name="newSeed">Used when no seed is given.</param>
    /// <exception cref="InvalidClipRequestException">Something is wrong.</exception>
    public ClipRequest Check(ulong newSeed)
    {
        var problems = new List<InputProblem>();
        var input = WithShortNames(problems);
        var request = new ClipRequest
        {
            Prompt = input.CheckPrompt(problems),
            Seconds = input.CheckSeconds(problems),
            Size = input.CheckSize(problems),
            Region = input.CheckRegion(problems),
            At = input.CheckAt(problems),
            Tier = string.IsNullOrWhiteSpace(input.Tier) ? DefaultTier : input.Tier,
            Label = input.CheckLabel(problems),
            Seed = input.Seed ?? newSeed,
            Model = string.IsNullOrWhiteSpace(input.Model) ? DefaultModel : input.Model,
        };
        return problems.Count == 0 ? request : throw new InvalidClipRequestException(problems);
    }

    /// <summary>Sets aside what is too long or no plain text before anything else reads or repeats it.</summary>
    private ClipRequestInput WithShortNames(List<InputProblem> problems)
    {
        return this with { Size = Name("size", Size), Region = Name("region", Region), At = Name("at", At), Tier = Name("tier", Tier), Label = Name("label", Label), Model = Name("model", Model) };

        string? Name(string field, string? value)
        {
            if (value is null) return null;
            if (value.Length > LongestName) problems.Add(new(field, $"'{field}' has {value.Length} characters; at most {LongestName} are taken."));
            else if (value.Any(char.IsControl) || !IsStorable(value)) problems.Add(new(field, $"'{field}' holds a control character or half a surrogate pair: send plain text."));
            else return value;
            return null;
        }
    }

    /// <summary>What the database and JSON can hold: no U+0000, and surrogates in pairs only.</summary>
    private static bool IsStorable(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done || rune.Value == 0) return false;
            rest = rest[used..];
        }
        return true;
    }

    private string CheckPrompt(List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(Prompt))
            problems.Add(new("prompt", "The prompt is empty: describe the clip in a sentence."));
        else if (Prompt.Length > LongestPrompt)
            problems.Add(new("prompt", $"The prompt has {Prompt.Length} characters; at most {LongestPrompt} are taken."));
        else if (!IsStorable(Prompt))
            problems.Add(new("prompt", "The prompt holds U+0000 or half a surrogate pair: send Unicode text."));
        return Prompt ?? "";
    }

    private int CheckSeconds(List<InputProblem> problems)
    {
        if (Seconds is < ShortestSeconds or > LongestSeconds)
            problems.Add(new("seconds", $"{Seconds} seconds: a clip has {ShortestSeconds} to {LongestSeconds}."));
        return Seconds ?? DefaultSeconds;
    }

    private FrameSize CheckSize(List<InputProblem> problems)
    {
        if (Size is null) return FrameSize.Supported[0];
        foreach (var size in FrameSize.Supported)
            if (size.ToString().Equals(Size, StringComparison.OrdinalIgnoreCase)) return size;
        problems.Add(new("size", $"Unknown size '{Size}'; one of {string.Join(", ", FrameSize.Supported)}."));
        return FrameSize.Supported[0];
    }

    private string? CheckRegion(List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(Region)) return null;
        var code = Region.ToUpperInvariant();
        if (!SoraGuard.Policy.Region.TryParse(code, out _)) problems.Add(new("region", $"'{Region}' is no region: an ISO 3166 code is, as US or US-CA."));
        return code;
    }

    private string? CheckAt(List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(At)) return null;
        try
        {
            return PolicyTime.Parse(At).ToString();
        }
        catch (PolicyRequestException e)
        {
            problems.Add(new("at", e.Message));
            return null;
        }
    }

    private LabelProfile CheckLabel(List<InputProblem> problems)
    {
        if (Label is null) return LabelByRegion.For(Region);
        if (Enum.TryParse<LabelProfile>(Label, ignoreCase: true, out var profile) && Enum.IsDefined(profile)) return profile;
        problems.Add(new("label", $"Unknown label profile '{Label}'; one of {string.Join(", ", Enum.GetNames<LabelProfile>()).ToLowerInvariant()}."));
        return LabelProfile.Plain;
    }
}

/// <summary>One thing that is wrong with a request: the field, and a sentence that says what to do.</summary>
public sealed record InputProblem(string Field, string Message);

/// <summary>The request cannot be taken; every problem is listed.</summary>
public sealed class InvalidClipRequestException(IReadOnlyList<InputProblem> problems) : Exception(string.Join(" ", problems.Select(p => p.Message)))
{
    public IReadOnlyList<InputProblem> Problems { get; } = problems;
}
