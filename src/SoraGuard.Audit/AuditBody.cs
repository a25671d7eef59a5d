using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SoraGuard.Audit;

/// <summary>
/// The body of a leaf: one JSON object in canonical form (RFC 8785 restricted to strings and integers): members in ordinal
/// order of their names, no white space. The member <c>index</c> repeats the leaf's place, so that a moved leaf names itself.
/// </summary>
public static class AuditBody
{
    /// <summary>The member that repeats the leaf's index.</summary>
    public const string IndexMember = "index";

    // Relaxed escaping is RFC 8785's: only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Encodes <paramref name="members"/> for the leaf at <paramref name="index"/>.</summary>
    /// <param name="index">The leaf's place in the log.</param>
    /// <param name="members">Names and values; a value is a <see cref="string"/>, a <see cref="long"/> or an <see cref="int"/>.</param>
    /// <exception cref="ArgumentException">A value of another type, or a member called <c>index</c>.</exception>
    public static byte[] Encode(long index, IReadOnlyDictionary<string, object> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var sorted = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
            if (name == IndexMember) throw new ArgumentException("The member 'index' is the log's own.", nameof(members));
            else sorted.Add(name, value);
        sorted.Add(IndexMember, index);

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Canonical))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in sorted) Write(writer, name, value);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The index a body claims for itself; null when it is no JSON object with an integer <c>index</c>.</summary>
    public static long? ReadIndex(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIndex = reader.ValueTextEquals(IndexMember);
                reader.Read();
                if (isIndex) return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var index) ? index : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return null;
        }
        return null;
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text: writer.WriteString(name, text); break;
            case long number: writer.WriteNumber(name, number); break;
            case int number: writer.WriteNumber(name, number); break;
            default: throw new ArgumentException($"Member '{name}' is neither a string nor an integer: {value?.GetType().Name ?? "null"}.", nameof(value));
        }
    }
}
