using SoraGuard.Policy.Documents.Yaml;
using SoraGuard.Policy.Elections;

namespace SoraGuard.Policy.Documents;

/// <summary>A file of <c>kind: calendar</c> as written.</summary>
internal sealed record CalendarDocument : SourceDocument
{
    private static readonly DateOnly Earliest = new(1700, 1, 1);
    private static readonly DateOnly Latest = new(2200, 12, 31);

    public required ElectionCalendar Calendar { get; init; }

    public static CalendarDocument Read(string id, MapReader map)
    {
        var diagnostics = map.Diagnostics;
        map.RequireText("title");
        map.RequireText("source");
        map.RequireDate("retrieved");
        var calendar = new ElectionCalendar
        {
            Id = id,
            File = diagnostics.File,
            Jurisdiction = ReadRegion(map.Require("jurisdiction") as YamlScalar, diagnostics),
            ValidFrom = map.RequireDate("validFrom"),
            ValidThrough = map.RequireDate("validThrough"),
            Offsets = map.Require("utcOffsets") is { } node ? ReadOffsets(node, diagnostics) : default,
            Places = ReadPlaces(map.TakeEntries("places"), diagnostics),
            Elections = [.. map.TakeList("elections").Select(item => ElectionReader.Read(item, diagnostics)).OfType<Election>()],
        };
        if (calendar.ValidFrom < Earliest || calendar.ValidThrough > Latest || calendar.ValidThrough < calendar.ValidFrom)
            diagnostics.Add(map.Line, $"'validFrom' to 'validThrough' must be a span of time between {Earliest:yyyy} and {Latest:yyyy}");
        if (calendar.Elections.Count == 0)
            diagnostics.Add(map.Line, "the calendar has no elections");
        return new CalendarDocument { Id = id, Line = map.Line, Diagnostics = diagnostics, Calendar = calendar };
    }

    private static Dictionary<string, UtcOffsets> ReadPlaces(IReadOnlyList<YamlEntry> entries, DiagnosticList diagnostics)
    {
        var places = new Dictionary<string, UtcOffsets>(StringComparer.Ordinal);
        foreach (var entry in entries)
            places[ReadRegion(new YamlScalar(entry.Line, entry.Key), diagnostics).Code ?? ""] = ReadOffsets(entry.Value, diagnostics);
        return places;
    }

    private static Region ReadRegion(YamlScalar? scalar, DiagnosticList diagnostics)
    {
        if (!Region.TryParse(scalar?.Text, out var region) && scalar is not null)
            diagnostics.Add(scalar, $"'{scalar.Text}' is no region", "an ISO 3166 code such as US or US-CA");
        return region;
    }

    private static UtcOffsets ReadOffsets(YamlNode node, DiagnosticList diagnostics)
    {
        if (node is YamlList { Items: [YamlScalar east, YamlScalar west] }
            && UtcOffsets.TryParseOffset(east.Text, out var eastern) && UtcOffsets.TryParseOffset(west.Text, out var western) && western <= eastern)
            return new UtcOffsets(eastern, western);
        diagnostics.Add(node, "the offsets from UTC must be a pair, easternmost first", "for instance [\"-04:00\", \"-10:00\"]");
        return default;
    }
}
