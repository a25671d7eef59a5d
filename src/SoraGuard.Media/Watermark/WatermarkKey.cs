using System.Security.Cryptography;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// The secret behind a watermark. Whoever lacks it can neither find the mark nor forge one. A tenant's key says "ours";
/// a second, published key may say "made by AI" to everybody: a detector is asked once for each key.
/// </summary>
/// <remarks>
/// Two 256-bit subkeys come from the secret by HKDF-SHA-256 (RFC 5869): one places the pattern, one authenticates the payload.
/// The instance is immutable and safe to share between threads; building it costs a few milliseconds.
/// </remarks>
public sealed class WatermarkKey
{
    /// <summary>Fewest bytes of secret accepted: 128 bits.</summary>
    public const int MinSecretBytes = 16;

    private readonly byte[] _macKey;

    private WatermarkKey(MarkLayout layout, byte[] macKey)
    {
        Layout = layout;
        _macKey = macKey;
    }

    internal MarkLayout Layout { get; }

    /// <summary>Derives a key from a secret of at least <see cref="MinSecretBytes"/> bytes of full entropy (not a password).</summary>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public static WatermarkKey FromSecret(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretBytes)
            throw new ArgumentException($"A watermark secret needs at least {MinSecretBytes} bytes, not {secret.Length}.", nameof(secret));
        return new WatermarkKey(new MarkLayout(Derive(secret, "soraguard watermark 1 pattern"u8)), Derive(secret, "soraguard watermark 1 mac"u8));
    }

    /// <summary>The payload's authentication code: the first 32 bits of HMAC-SHA-256 over the id, big-endian.</summary>
    internal uint Authenticate(WatermarkId id)
    {
        Span<byte> message = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(message, id.Value);
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_macKey, message, code);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(code);
    }

    private static byte[] Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> purpose)
    {
        var subkey = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, subkey, salt: [], info: purpose);
        return subkey;
    }
}
