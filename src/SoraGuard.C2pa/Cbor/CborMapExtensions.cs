namespace SoraGuard.C2pa.Cbor;

/// <summary>Required and optional entries of a map, with errors that name the key. A null entry counts as absent, as real files write it.</summary>
internal static class CborMapExtensions
{
    public static CborValue Required(this CborValue map, string key) =>
        map[key] ?? throw new C2paFormatException($"'{key}' is missing");

    public static string RequiredText(this CborValue map, string key) => Typed(key, map.Required(key), v => v.AsText());

    public static string? OptionalText(this CborValue map, string key) => map[key] is { } value ? Typed(key, value, v => v.AsText()) : null;

    public static ReadOnlyMemory<byte>? OptionalBytes(this CborValue map, string key) =>
        map[key] is { } value ? Typed(key, value, v => v.AsBytes()) : default(ReadOnlyMemory<byte>?);

    public static long? OptionalInteger(this CborValue map, string key) => map[key] is { } value ? Typed(key, value, v => v.AsInteger()) : null;

    /// <summary>An integer that an offset, a length or a count may be: 0 and above.</summary>
    public static long? OptionalCount(this CborValue map, string key) => map.OptionalInteger(key) is { } value
        ? value >= 0 ? value : throw new C2paFormatException($"'{key}' is {value}, which is below 0")
        : null;

    public static long RequiredCount(this CborValue map, string key) =>
        map.OptionalCount(key) ?? throw new C2paFormatException($"'{key}' is missing");

    public static bool? OptionalBoolean(this CborValue map, string key) => map[key] is { } value ? Typed(key, value, v => v.AsBoolean()) : null;

    /// <summary>The items of an array entry; empty where it is absent.</summary>
    public static IReadOnlyList<CborValue> OptionalArray(this CborValue map, string key) => map[key] switch
    {
        null => [],
        { Kind: CborKind.Array } array => array.Items,
        var other => throw new C2paFormatException($"'{key}' is CBOR {other.Kind} where an array was expected"),
    };

    public static IReadOnlyList<CborValue> RequiredArray(this CborValue map, string key)
    {
        map.Required(key);
        return map.OptionalArray(key);
    }

    private static T Typed<T>(string key, CborValue value, Func<CborValue, T> read)
    {
        try
        {
            return read(value);
        }
        catch (C2paFormatException e)
        {
            throw new C2paFormatException($"'{key}': {e.Message}", inner: e);
        }
    }
}
