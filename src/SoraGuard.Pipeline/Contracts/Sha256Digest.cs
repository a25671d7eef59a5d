using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>SHA-256 of some bytes, written as 64 lower-case hex digits: the address of a blob, the name of a policy.</summary>
[JsonConverter(typeof(Sha256DigestJsonConverter))]
public readonly record struct Sha256Digest
{
    private readonly string? hex;

    private Sha256Digest(string hex) => this.hex = hex;

    public override string ToString() => hex ?? throw new InvalidOperationException("This digest was never set.");

    /// <summary>The first 12 digits, for people.</summary>
    public string Short => ToString()[..12];

    public byte[] ToArray() => Convert.FromHexString(ToString());

    public static Sha256Digest FromBytes(ReadOnlySpan<byte> digest) => digest.Length == SHA256.HashSizeInBytes
        ? new(Convert.ToHexStringLower(digest))
        : throw new ArgumentException($"A SHA-256 is {SHA256.HashSizeInBytes} bytes, not {digest.Length}.", nameof(digest));

    public static Sha256Digest Of(ReadOnlySpan<byte> data) => FromBytes(SHA256.HashData(data));

    /// <exception cref="FormatException">Not 64 hex digits.</exception>
    public static Sha256Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"'{text}' is no SHA-256: 64 hex digits are.");

    /// <summary>False unless <paramref name="text"/> is 64 hex digits.</summary>
    public static bool TryParse(string text, out Sha256Digest digest)
    {
        var sound = text is { Length: 2 * SHA256.HashSizeInBytes } && text.All(char.IsAsciiHexDigit);
        digest = sound ? new(text.ToLowerInvariant()) : default;
        return sound;
    }
}

internal sealed class Sha256DigestJsonConverter : JsonConverter<Sha256Digest>
{
    public override Sha256Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Sha256Digest.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Sha256Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
