using System.Globalization;
using SoraGuard.Policy.Documents.Yaml;
using SoraGuard.Policy.Elections;

namespace SoraGuard.Policy.Documents;

/// <summary>Reads one election of a calendar: its days and the windows around them.</summary>
internal static class ElectionReader
{
    private const string UsGeneralRule = "us-general";

    public static Election? Read(YamlNode node, DiagnosticList diagnostics)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return null;
        var name = map.RequireText("name");
        var rule = map.TakeText("rule");
        var listed = map.TakeScalars("dates");
        if ((rule is null) == (listed.Count == 0))
            diagnostics.Add(node, "an election has either 'dates' or a 'rule'");
        if (rule is not null && rule != UsGeneralRule)
            diagnostics.AddUnknown(node, "rule", rule, [UsGeneralRule]);
        var windows = new Dictionary<WindowKind, (WindowEdge, WindowEdge)>();
        foreach (var kind in Enum.GetValues<WindowKind>())
            if (map.Take(EnumText.Of(kind)) is { } window && ReadWindow(window, diagnostics) is { } edges)
                windows.Add(kind, edges);
        if (windows.Count == 0)
            diagnostics.Add(node, "the election has no window", "add 'campaign' or 'silence' with 'from' and 'through'");
        map.Finish();
        return new Election(name, rule is null ? new ListedDates(ReadDates(listed, diagnostics)) : new UsGeneralElectionDates(), windows);
    }

    private static List<DateOnly> ReadDates(IReadOnlyList<YamlScalar> scalars, DiagnosticList diagnostics)
    {
        var dates = new List<DateOnly>();
        foreach (var scalar in scalars)
            if (DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                dates.Add(date);
            else
                diagnostics.Add(scalar, $"'{scalar.Text}' is no date", "write it as YYYY-MM-DD");
        return dates;
    }

    private static (WindowEdge From, WindowEdge Through)? ReadWindow(YamlNode node, DiagnosticList diagnostics)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return null;
        var from = ReadEdge(map.RequireText("from"), node, diagnostics);
        var through = ReadEdge(map.RequireText("through"), node, diagnostics);
        map.Finish();
        return (from, through);
    }

    private static WindowEdge ReadEdge(string text, YamlNode node, DiagnosticList diagnostics)
    {
        if (!WindowEdge.TryParse(text, out var edge) && text.Length > 0)
            diagnostics.Add(node, $"'{text}' is no end of a window", "MM-DD, YYYY-MM-DD, 'election day', or 'N days before' or 'after'");
        return edge;
    }
}
