using System.Globalization;

namespace SoraGuard.C2pa.Cbor;

/// <summary>
/// One CBOR data item, immutable (RFC 8949). Decoded within <see cref="CborLimits"/>; encoded deterministically
/// (§4.2: shortest lengths, sorted keys). Integers are those that fit a <see cref="long"/>.
/// </summary>
public sealed class CborValue
{
    private readonly object? _value;

    private CborValue(CborKind kind, object? value, ulong? tag = null)
    {
        Kind = kind;
        _value = value;
        Tag = tag;
    }

    /// <summary>The null value (RFC 8949 §3.3).</summary>
    public static CborValue Null { get; } = new(CborKind.Null, null);

    /// <summary>What it is, tag aside.</summary>
    public CborKind Kind { get; }

    /// <summary>The tag around this item (RFC 8949 §3.4), for example 0 for a date in text; null where there is none.</summary>
    public ulong? Tag { get; }

    /// <summary>Whether it is null or undefined.</summary>
    public bool IsNull => Kind == CborKind.Null;

    /// <summary>The entry of a map under a text key. Null where the key is absent, where its value is null, or where this is no map.</summary>
    public CborValue? this[string key] => NullAsAbsent(Entries.FirstOrDefault(e => e.Key.Kind == CborKind.Text && e.Key.AsText() == key).Value);

    /// <summary>As the text indexer, for the integer labels of COSE headers (RFC 9052 §1.4).</summary>
    public CborValue? this[long label] => NullAsAbsent(Entries.FirstOrDefault(e => e.Key.Kind == CborKind.Integer && e.Key.AsInteger() == label).Value);

    /// <summary>The items of an array; empty for any other kind.</summary>
    public IReadOnlyList<CborValue> Items => _value as CborValue[] ?? [];

    /// <summary>The entries of a map in the order they stood; empty for any other kind.</summary>
    public IReadOnlyList<KeyValuePair<CborValue, CborValue>> Entries => _value as KeyValuePair<CborValue, CborValue>[] ?? [];

    /// <summary>A truth value.</summary>
    public static CborValue Of(bool value) => new(CborKind.Boolean, value);

    /// <summary>An integer.</summary>
    public static CborValue Of(long value) => new(CborKind.Integer, value);

    /// <summary>A float.</summary>
    public static CborValue Of(double value) => new(CborKind.Float, value);

    /// <summary>A text.</summary>
    public static CborValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CborValue(CborKind.Text, value);
    }

    /// <summary>A byte string; not copied.</summary>
    public static CborValue Of(ReadOnlyMemory<byte> bytes) => new(CborKind.Bytes, bytes);

    /// <summary>A byte string; not copied.</summary>
    public static CborValue Of(byte[] bytes) => new(CborKind.Bytes, new ReadOnlyMemory<byte>(bytes));

    /// <summary>A point in time as tag 0 text (RFC 3339), as C2PA writes its dates.</summary>
    public static CborValue Of(DateTimeOffset value) =>
        new(CborKind.Text, value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), tag: 0);

    /// <summary>An array.</summary>
    public static CborValue Array(IEnumerable<CborValue> items) => new(CborKind.Array, items.ToArray());

    /// <summary>An array.</summary>
    public static CborValue Array(params CborValue[] items) => Array(items.AsEnumerable());

    /// <summary>A map with text keys. Entries whose value is null (the C# null) are left out.</summary>
    /// <exception cref="ArgumentException">Two entries have the same key.</exception>
    public static CborValue Map(params (string Key, CborValue? Value)[] entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Map(entries.Where(e => e.Value is not null).Select(e => KeyValuePair.Create(Of(e.Key), e.Value!)));
    }

    /// <inheritdoc cref="Map(ValueTuple{string, CborValue}[])"/>
    public static CborValue Map(IEnumerable<KeyValuePair<CborValue, CborValue>> entries)
    {
        var map = entries.ToArray();
        if (map.Select(e => (e.Key.Kind, e.Key._value)).Distinct().Count() != map.Length)
            throw new ArgumentException("Two entries of a CBOR map have the same key.", nameof(entries));
        return new CborValue(CborKind.Map, map);
    }

    /// <summary>For entries whose keys the decoder has found to be distinct.</summary>
    internal static CborValue FromDecodedEntries(KeyValuePair<CborValue, CborValue>[] entries) => new(CborKind.Map, entries);

    /// <summary>The same value with a tag around it.</summary>
    public CborValue WithTag(ulong tag) => new(Kind, _value, tag);

    /// <exception cref="C2paFormatException">This is not text; likewise for the other kinds.</exception>
    public string AsText() => As<string>(CborKind.Text);

    /// <inheritdoc cref="AsText"/>
    public ReadOnlyMemory<byte> AsBytes() => As<ReadOnlyMemory<byte>>(CborKind.Bytes);

    /// <inheritdoc cref="AsText"/>
    public long AsInteger() => As<long>(CborKind.Integer);

    /// <inheritdoc cref="AsText"/>
    public bool AsBoolean() => As<bool>(CborKind.Boolean);

    /// <summary>A float, or an integer as one.</summary>
    public double AsNumber() => Kind == CborKind.Integer ? AsInteger() : As<double>(CborKind.Float);

    /// <inheritdoc cref="CborDecoder.Decode(ReadOnlyMemory{byte})"/>
    public static CborValue Decode(ReadOnlyMemory<byte> encoded) => CborDecoder.Decode(encoded);

    /// <summary>The deterministic encoding.</summary>
    public byte[] Encode() => CborEncoder.Encode(this);

    /// <summary>The kind and, for scalars, the value: for messages, not for parsing.</summary>
    public override string ToString() => Kind switch
    {
        CborKind.Bytes => $"bytes({AsBytes().Length})",
        CborKind.Array => $"array({Items.Count})",
        CborKind.Map => $"map({Entries.Count})",
        _ => Convert.ToString(_value, CultureInfo.InvariantCulture) ?? "null",
    };

    private static CborValue? NullAsAbsent(CborValue? found) => found is { IsNull: false } ? found : null;

    private T As<T>(CborKind expected) =>
        Kind == expected ? (T)_value! : throw new C2paFormatException($"CBOR {Kind} where {expected} was expected");
}
