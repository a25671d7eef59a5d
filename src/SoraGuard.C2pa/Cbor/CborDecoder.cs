using System.Formats.Cbor;

namespace SoraGuard.C2pa.Cbor;

/// <summary>
/// Reads one data item into a <see cref="CborValue"/> within <see cref="CborLimits"/>. Strict: well-formed, valid UTF-8,
/// no repeated keys, nothing after the item. Indefinite lengths are accepted, since real writers use them.
/// </summary>
internal sealed class CborDecoder
{
    private readonly CborReader _reader;
    private readonly ItemBudget _budget;

    private CborDecoder(CborReader reader, ItemBudget budget) => (_reader, _budget) = (reader, budget);

    /// <exception cref="C2paFormatException">Not exactly one well-formed item within the limits.</exception>
    public static CborValue Decode(ReadOnlyMemory<byte> encoded) => Decode(encoded, new ItemBudget(CborLimits.MaxItems));

    /// <summary>As <see cref="Decode(ReadOnlyMemory{byte})"/>, of several documents that share one budget.</summary>
    public static CborValue Decode(ReadOnlyMemory<byte> encoded, ItemBudget budget)
    {
        var value = DecodeFirst(encoded, budget, out var bytesRead);
        return bytesRead == encoded.Length
            ? value
            : throw new C2paFormatException($"{encoded.Length - bytesRead} bytes after the end of a CBOR item", bytesRead);
    }

    /// <summary>As <see cref="Decode(ReadOnlyMemory{byte})"/>, for an item that zeros may follow.</summary>
    public static CborValue DecodePadded(ReadOnlyMemory<byte> encoded)
    {
        var value = DecodeFirst(encoded, new ItemBudget(CborLimits.MaxItems), out var bytesRead);
        return encoded.Span[bytesRead..].ContainsAnyExcept((byte)0)
            ? throw new C2paFormatException("The padding after a CBOR item is not zero", bytesRead)
            : value;
    }

    private static CborValue DecodeFirst(ReadOnlyMemory<byte> encoded, ItemBudget budget, out int bytesRead)
    {
        var reader = new CborReader(encoded, CborConformanceMode.Strict, allowMultipleRootLevelValues: true);
        try
        {
            var value = new CborDecoder(reader, budget).Read(depth: 0);
            bytesRead = encoded.Length - reader.BytesRemaining;
            return value;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new C2paFormatException($"CBOR is not well-formed: {e.Message}", encoded.Length - reader.BytesRemaining, inner: e);
        }
    }

    private CborValue Read(int depth)
    {
        if (depth > CborLimits.MaxDepth)
            throw new C2paFormatException($"CBOR nested more than {CborLimits.MaxDepth} deep");
        _budget.Spend();
        var state = _reader.PeekState();
        switch (state)
        {
            case CborReaderState.Tag:
                var tag = (ulong)_reader.ReadTag();
                return Read(depth + 1).WithTag(tag);
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return CborValue.Of(_reader.ReadInt64());
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return CborValue.Of(_reader.ReadByteString());
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return CborValue.Of(_reader.ReadTextString());
            case CborReaderState.StartArray:
                return ReadArray(depth);
            case CborReaderState.StartMap:
                return ReadMap(depth);
            case CborReaderState.Boolean:
                return CborValue.Of(_reader.ReadBoolean());
            case CborReaderState.Null:
                _reader.ReadNull();
                return CborValue.Null;
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return CborValue.Of(_reader.ReadDouble());
            default:
                throw new C2paFormatException($"CBOR {state} where a value was expected");
        }
    }

    private CborValue ReadArray(int depth)
    {
        var items = new List<CborValue>();
        _reader.ReadStartArray();
        while (_reader.PeekState() != CborReaderState.EndArray)
            items.Add(Read(depth + 1));
        _reader.ReadEndArray();
        return CborValue.Array(items);
    }

    private CborValue ReadMap(int depth)
    {
        var entries = new List<KeyValuePair<CborValue, CborValue>>();
        _reader.ReadStartMap();
        while (_reader.PeekState() != CborReaderState.EndMap)
        {
            var key = Read(depth + 1);
            entries.Add(KeyValuePair.Create(key, Read(depth + 1)));
        }
        _reader.ReadEndMap();
        return CborValue.FromDecodedEntries([.. entries]);
    }
}
