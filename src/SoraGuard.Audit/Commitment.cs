using System.Security.Cryptography;
using System.Text;

namespace SoraGuard.Audit;

/// <summary>
/// A commitment to personal text: HMAC-SHA-256 under a key of its own. The leaf holds the commitment; text and key stand elsewhere.
/// Deleting them makes the content irrecoverable and unguessable, and the leaf still verifies.
/// </summary>
public static class Commitment
{
    /// <summary>Bytes of a commitment key.</summary>
    public const int KeyBytes = 32;

    /// <summary>32 bytes that commit to <paramref name="text"/>.</summary>
    /// <exception cref="ArgumentException">The key is not <see cref="KeyBytes"/> long.</exception>
    public static byte[] To(string text, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (key.Length != KeyBytes) throw new ArgumentException($"A commitment key is {KeyBytes} bytes, not {key.Length}.", nameof(key));
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
    }
}
