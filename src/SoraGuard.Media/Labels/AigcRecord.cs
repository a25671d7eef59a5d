using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace SoraGuard.Media.Labels;

/// <summary>What the record says of the content (GB 45438-2025, Annex E).</summary>
public enum AigcLabel
{
    /// <summary>It is AI-generated.</summary>
    Is = 1,

    /// <summary>It may be: the user says so.</summary>
    MayBe = 2,

    /// <summary>It is suspected: a platform found traces.</summary>
    Suspected = 3,
}

/// <summary>
/// The implicit label of GB 45438-2025, clause 6.1 and Annex E: one JSON object under the container key <see cref="ContainerKey"/>, exactly
/// <c>{"AIGC":{"Label":…,"ContentProducer":…,"ProduceID":…,"ReservedCode1":…,"ContentPropagator":…,"PropagateID":…,"ReservedCode2":…}}</c>,
/// all values strings of the characters 0x21, 0x23–0x5B and 0x5D–0x7E.
/// </summary>
public sealed record AigcRecord
{
    /// <summary>The key under which MP4 holds the record.</summary>
    public const string ContainerKey = "AIGC";

    /// <summary>Longest value, in characters: room for a signature.</summary>
    public const int MaxValueLength = 1024;

    private static readonly string[] s_fields = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"];

    public required AigcLabel Label { get; init; }

    /// <summary>Code of the service that made the content. Not empty.</summary>
    public required string ContentProducer { get; init; }

    /// <summary>The producer's id of this content. Not empty.</summary>
    public required string ProduceId { get; init; }

    /// <summary>The producer's integrity code; may be empty.</summary>
    public string ReservedCode1 { get; init; } = "";

    /// <summary>Code of the service that spreads it: the producer, on first writing.</summary>
    public required string ContentPropagator { get; init; }

    /// <summary>The propagator's id of this content.</summary>
    public required string PropagateId { get; init; }

    /// <summary>The propagator's integrity code; may be empty.</summary>
    public string ReservedCode2 { get; init; } = "";

    /// <summary>The record a producer writes first: it is AI-generated, and the producer is its own propagator.</summary>
    public static AigcRecord FirstWrite(string producer, string produceId, string integrityCode = "") => new()
    {
        Label = AigcLabel.Is,
        ContentProducer = producer,
        ProduceId = produceId,
        ReservedCode1 = integrityCode,
        ContentPropagator = producer,
        PropagateId = produceId,
    };

    /// <summary>Everything wrong with the record; empty when it may be written.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Label))
            problems.Add($"Label {(int)Label} is none of 1, 2, 3.");
        foreach (var (name, value) in s_fields.Zip(Values()).Skip(1))
            if (value is null || value.Length > MaxValueLength || !value.All(IsAllowed))
                problems.Add($"{name} must be up to {MaxValueLength} characters of 0x21, 0x23-0x5B and 0x5D-0x7E (no space, quote or backslash).");
        if (string.IsNullOrEmpty(ContentProducer))
            problems.Add("ContentProducer must not be empty.");
        if (string.IsNullOrEmpty(ProduceId))
            problems.Add("ProduceID must not be empty.");
        return problems;
    }

    /// <summary>The exact text to write.</summary>
    /// <exception cref="InvalidOperationException">The record has <see cref="Problems"/>.</exception>
    public string ToJson()
    {
        if (Problems() is { Count: > 0 } problems)
            throw new InvalidOperationException(string.Join(' ', problems));
        // No allowed character needs escaping.
        return "{\"AIGC\":{" + string.Join(',', s_fields.Zip(Values(), (name, value) => $"\"{name}\":\"{value}\"")) + "}}";
    }

    /// <summary>Reads a record: one object "AIGC" with exactly the seven fields, once each, all allowed strings.</summary>
    /// <param name="json">The text found.</param>
    /// <param name="record">The record; null on failure.</param>
    /// <param name="problems">What is wrong; empty on success.</param>
    public static bool TryParse(string json, [NotNullWhen(true)] out AigcRecord? record, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(json);
        record = null;
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        problems = ReadFields(json, values);
        if (problems.Count > 0)
            return false;
        var fields = s_fields.Select(f => values[f] ?? "").ToArray();
        var read = new AigcRecord
        {
            Label = fields[0].Length == 1 && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var label) ? (AigcLabel)label : 0,
            ContentProducer = fields[1],
            ProduceId = fields[2],
            ReservedCode1 = fields[3],
            ContentPropagator = fields[4],
            PropagateId = fields[5],
            ReservedCode2 = fields[6],
        };
        problems = read.Problems();
        record = problems.Count == 0 ? read : null;
        return record is not null;
    }

    private static List<string> ReadFields(string json, Dictionary<string, string?> values)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var members = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject().ToArray() : [];
            if (members is not [{ Name: "AIGC", Value.ValueKind: JsonValueKind.Object } aigc])
                return ["The value must be one object with the one member AIGC."];
            foreach (var field in aigc.Value.EnumerateObject())
                values[field.Name] = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : null;
        }
        catch (JsonException e)
        {
            return [$"The value is no JSON: {e.Message}"];
        }

        return values.Count == s_fields.Length && s_fields.All(f => values.GetValueOrDefault(f) is not null)
            ? []
            : [$"AIGC must have exactly the string fields {string.Join(", ", s_fields)}."];
    }

    private string?[] Values() =>
        [((int)Label).ToString(CultureInfo.InvariantCulture), ContentProducer, ProduceId, ReservedCode1, ContentPropagator, PropagateId, ReservedCode2];

    private static bool IsAllowed(char c) => c is (char)0x21 or (>= (char)0x23 and <= (char)0x5B) or (>= (char)0x5D and <= (char)0x7E);
}
