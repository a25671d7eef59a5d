using System.Globalization;

namespace SoraGuard.Policy.Text;

/// <summary>One line of a generated table: <c>FIRST[-LAST];VALUE</c>, code points in hexadecimal.</summary>
internal readonly record struct CodePointRange(int First, int Last, string Value)
{
    public static CodePointRange Parse(string line)
    {
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var dash = line.IndexOf('-', 0, semicolon);
        var first = Hex(line.AsSpan(0, dash < 0 ? semicolon : dash));
        var last = dash < 0 ? first : Hex(line.AsSpan(dash + 1, semicolon - dash - 1));
        return new CodePointRange(first, last, line[(semicolon + 1)..]);
    }

    public static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
