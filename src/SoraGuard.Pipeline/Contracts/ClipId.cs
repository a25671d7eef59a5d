using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>
/// The id of a clip: 64 random bits, written as 16 lower-case hex digits. It is also the payload of the clip's watermark, so a copy
/// with every label stripped still names its clip.
/// </summary>
[JsonConverter(typeof(ClipIdJsonConverter))]
public readonly record struct ClipId(ulong Value)
{
    private const int Digits = 16;

    /// <summary>A new id from the system's random source.</summary>
    public static ClipId New() => new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">Not 16 hex digits.</exception>
    public static ClipId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no clip id: 16 hex digits are.");

    public static bool TryParse(ReadOnlySpan<char> text, out ClipId id)
    {
        var ok = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text.Length == Digits;
        id = ok ? new(value) : default;
        return ok;
    }
}

internal sealed class ClipIdJsonConverter : JsonConverter<ClipId>
{
    public override ClipId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ClipId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A clip id is 16 hex digits.");

    public override void Write(Utf8JsonWriter writer, ClipId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
