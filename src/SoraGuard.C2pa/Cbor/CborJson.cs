using System.Text;
using System.Text.Json;

namespace SoraGuard.C2pa.Cbor;

/// <summary>Between CBOR and JSON (RFC 8949 §6): byte strings become Base64 text; tags and keys that are not text keep their text form.</summary>
public static class CborJson
{
    /// <summary>Numbers without a fraction that fit a <see cref="long"/> become integers.</summary>
    /// <exception cref="C2paFormatException">Over <see cref="CborLimits"/>.</exception>
    public static CborValue FromJson(JsonElement json) => FromJson(json, new ItemBudget(CborLimits.MaxItems), depth: 0);

    /// <summary>A JSON text, without repeated names.</summary>
    /// <exception cref="C2paFormatException">Not well-formed, or over a limit.</exception>
    internal static CborValue Decode(ReadOnlyMemory<byte> utf8Json, ItemBudget budget)
    {
        if (utf8Json.Length > CborLimits.MaxJsonBytes)
            throw new C2paFormatException($"JSON of {utf8Json.Length} bytes; {CborLimits.MaxJsonBytes} are possible");
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = CborLimits.MaxDepth, AllowDuplicateProperties = false });
            return FromJson(document.RootElement, budget, depth: 0);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new C2paFormatException($"JSON is not well-formed: {e.Message}", inner: e);
        }
    }

    /// <summary>The JSON of a value, in one line.</summary>
    public static string ToJson(CborValue value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Writes the JSON of a value.</summary>
    public static void Write(Utf8JsonWriter writer, CborValue value)
    {
        switch (value.Kind)
        {
            case CborKind.Null:
                writer.WriteNullValue();
                break;
            case CborKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case CborKind.Integer:
                writer.WriteNumberValue(value.AsInteger());
                break;
            case CborKind.Float when double.IsFinite(value.AsNumber()):
                writer.WriteNumberValue(value.AsNumber());
                break;
            case CborKind.Float:
                writer.WriteNullValue(); // JSON has no NaN and no infinities.
                break;
            case CborKind.Text:
                writer.WriteStringValue(value.AsText());
                break;
            case CborKind.Bytes:
                writer.WriteBase64StringValue(value.AsBytes().Span);
                break;
            case CborKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case CborKind.Map:
                writer.WriteStartObject();
                foreach (var (key, item) in value.Entries)
                {
                    writer.WritePropertyName(key.ToString());
                    Write(writer, item);
                }
                writer.WriteEndObject();
                break;
        }
    }

    private static CborValue FromJson(JsonElement json, ItemBudget budget, int depth)
    {
        budget.Spend();
        if (depth > CborLimits.MaxDepth)
            throw new C2paFormatException($"JSON nested more than {CborLimits.MaxDepth} deep");
        return json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => CborValue.Of(json.GetBoolean()),
            JsonValueKind.Number => json.TryGetInt64(out var integer) ? CborValue.Of(integer) : CborValue.Of(json.GetDouble()),
            JsonValueKind.String => CborValue.Of(json.GetString()!),
            JsonValueKind.Array => CborValue.Array(json.EnumerateArray().Select(item => FromJson(item, budget, depth + 1))),
            JsonValueKind.Object =>
                CborValue.Map(json.EnumerateObject().Select(p => KeyValuePair.Create(CborValue.Of(p.Name), FromJson(p.Value, budget, depth + 1)))),
            _ => CborValue.Null,
        };
    }
}
