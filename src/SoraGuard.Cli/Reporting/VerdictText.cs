using SoraGuard.Policy;

namespace SoraGuard.Cli.Reporting;

/// <summary>A verdict for a person: what was decided, by which rules, in which window, about which words.</summary>
internal static class VerdictText
{
    private const int LongestQuote = 100;

    public static void Print(Verdict verdict, string prompt, TextWriter writer)
    {
        foreach (var rule in verdict.Rules)
        {
            writer.WriteLine($"  {rule.Action.ToString().ToLowerInvariant(),-7} {rule.RuleId} (version {rule.Version}, {rule.Category})");
            writer.WriteLine($"          {rule.Reason}");
            if (rule.Window is { } w)
                writer.WriteLine(FormattableString.Invariant($"          window: {w.Election}, {w.Kind.ToString().ToLowerInvariant()} from {w.From:yyyy-MM-dd} through {w.Through:yyyy-MM-dd} ({w.Jurisdiction})"));
            if (rule.Spans.Count > 0)
                writer.WriteLine($"          span: {string.Join(", ", rule.Spans.Select(s => $"\"{Quote(prompt, s.Start, s.End)}\" ({s.Start}-{s.End})"))}");
        }
        writer.WriteLine($"  policy  {verdict.PolicyDigest[..12]}, tier {verdict.Tier}");
    }

    /// <summary>The words, on one line.</summary>
    private static string Quote(string prompt, int start, int end)
    {
        var words = prompt[start..end];
        return TerminalText.Plain(words.Length > LongestQuote ? words[..LongestQuote] + "…" : words);
    }
}
