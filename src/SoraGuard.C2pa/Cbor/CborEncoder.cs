using System.Formats.Cbor;

namespace SoraGuard.C2pa.Cbor;

/// <summary>Writes deterministically (RFC 8949 §4.2): the same value gives the same bytes, whatever the order its entries were added in.</summary>
internal static class CborEncoder
{
    public static byte[] Encode(CborValue value)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Write(writer, value);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, CborValue value)
    {
        if (value.Tag is { } tag)
            writer.WriteTag((CborTag)tag);
        switch (value.Kind)
        {
            case CborKind.Null:
                writer.WriteNull();
                break;
            case CborKind.Boolean:
                writer.WriteBoolean(value.AsBoolean());
                break;
            case CborKind.Integer:
                writer.WriteInt64(value.AsInteger());
                break;
            case CborKind.Float:
                writer.WriteDouble(value.AsNumber());
                break;
            case CborKind.Text:
                writer.WriteTextString(value.AsText());
                break;
            case CborKind.Bytes:
                writer.WriteByteString(value.AsBytes().Span);
                break;
            case CborKind.Array:
                WriteArray(writer, value.Items);
                break;
            case CborKind.Map:
                WriteMap(writer, value.Entries);
                break;
        }
    }

    private static void WriteArray(CborWriter writer, IReadOnlyList<CborValue> items)
    {
        writer.WriteStartArray(items.Count);
        foreach (var item in items)
            Write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteMap(CborWriter writer, IReadOnlyList<KeyValuePair<CborValue, CborValue>> entries)
    {
        writer.WriteStartMap(entries.Count);
        foreach (var (key, value) in entries)
        {
            Write(writer, key);
            Write(writer, value);
        }
        writer.WriteEndMap();
    }
}
