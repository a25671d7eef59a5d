namespace SoraGuard.Policy;

/// <summary>What a policy decides about one request: a pure function of the policy, the signals and the time.</summary>
public sealed record Verdict
{
    public required Decision Decision { get; init; }

    /// <summary>
    /// Every category of the policy with a score in [0,1]: the greatest of the weights of its term groups found in the prompt, the
    /// weights of its rules that fired, and a signal of the category's name. 0 where there is nothing.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Categories { get; init; }

    /// <summary>The rules that fired, strictest first, then by id.</summary>
    public required IReadOnlyList<RuleHit> Rules { get; init; }

    /// <summary>SHA-256 of the policy, 64 hexadecimal digits: <see cref="PolicyModel.Digest"/>.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>The tier the request was judged in: the one asked for, or the default where that one has expired.</summary>
    public required string Tier { get; init; }
}

/// <summary>One rule that fired.</summary>
public sealed record RuleHit
{
    /// <summary><c>document/rule</c>, for instance <c>election-us/campaign-material</c>.</summary>
    public required string RuleId { get; init; }

    public required int Version { get; init; }

    /// <summary>The action in the tier of the request.</summary>
    public required Decision Action { get; init; }

    public required string Category { get; init; }

    /// <summary>Written for the person whose request this is.</summary>
    public required string Reason { get; init; }

    /// <summary>Where in the original prompt, in order, without overlap; empty where no text made the rule fire; at most <see cref="MaxSpans"/>.</summary>
    public required IReadOnlyList<TextSpan> Spans { get; init; }

    /// <summary>The election window the rule rests on; null where it rests on none.</summary>
    public ElectionWindow? Window { get; init; }

    /// <summary>Most spans given for one rule.</summary>
    public const int MaxSpans = 64;
}
