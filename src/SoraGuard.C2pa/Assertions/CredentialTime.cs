using System.Globalization;
using System.Text.RegularExpressions;

namespace SoraGuard.C2pa.Assertions;

/// <summary>Points in time of verifiable credentials (RFC 3339 §5.6): <c>2024-07-26T22:30:15.569856Z</c>, with any offset.</summary>
internal static partial class CredentialTime
{
    /// <exception cref="C2paFormatException">Not such a text.</exception>
    public static DateTimeOffset Parse(string text, string key)
    {
        var match = Syntax().Match(text);
        // What is finer than .NET's 100 ns is cut off.
        var known = match.Groups["time"].Value + match.Groups["fraction"].Value + match.Groups["zone"].Value;
        return match.Success && DateTimeOffset.TryParseExact(
                known.ToUpperInvariant(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new C2paFormatException($"'{key}' is no date with time and zone");
    }

    [GeneratedRegex(@"^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:]{8})(?<fraction>\.[0-9]{1,7})?[0-9]{0,9}(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
