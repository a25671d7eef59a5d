namespace SoraGuard.Policy;

/// <summary>A country (ISO 3166-1 alpha-2: <c>US</c>) or a subdivision of one (ISO 3166-2: <c>US-CA</c>).</summary>
public readonly record struct Region
{
    private Region(string code) => Code = code;

    public string Code { get; }

    /// <returns>False where the text has not the form of a code; whether the code is assigned is not checked.</returns>
    public static bool TryParse(string? text, out Region region)
    {
        region = default;
        if (text is not { Length: 2 or (>= 4 and <= 6) } || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1]))
            return false;
        if (text.Length > 2 && (text[2] != '-' || text.AsSpan(3).ContainsAnyExceptInRange('0', 'Z') || text.AsSpan(3).ContainsAnyInRange(':', '@')))
            return false;
        region = new Region(text);
        return true;
    }

    /// <summary>True for the region itself and for its subdivisions.</summary>
    public bool Contains(Region other) =>
        other.Code == Code || (Code.Length == 2 && other.Code.StartsWith(Code, StringComparison.Ordinal));

    public override string ToString() => Code;
}
