using System.Globalization;

namespace SoraGuard.Cli.Reporting;

/// <summary>Text from files and prompts, before it goes to a terminal.</summary>
internal static class TerminalText
{
    /// <summary>With the characters that could steer a terminal, or turn the reading order, made visible.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? $"\\u{(int)c:x4}" : c.ToString()));
}
