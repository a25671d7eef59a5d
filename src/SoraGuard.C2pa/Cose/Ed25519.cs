using System.Security.Cryptography;
using SoraGuard.C2pa.Native;

namespace SoraGuard.C2pa.Cose;

/// <summary>Ed25519 (RFC 8032 §5.1) through OpenSSL's libcrypto, where that is there.</summary>
internal static class Ed25519
{
    public const int KeyBytes = 32, SignatureBytes = 64;

    public static bool IsAvailable => LibCrypto.IsAvailable;

    /// <summary>False also for keys and signatures of a wrong size.</summary>
    /// <exception cref="PlatformNotSupportedException">libcrypto is not there.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        RequireLibrary();
        if (publicKey.Length != KeyBytes || signature.Length != SignatureBytes)
            return false;
        var key = LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.Ed25519, 0, publicKey, KeyBytes);
        var context = LibCrypto.EVP_MD_CTX_new();
        try
        {
            return key != 0 && context != 0
                && LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
                && LibCrypto.EVP_DigestVerify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(context);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    /// <param name="privateKey">The 32 bytes of the seed.</param>
    /// <param name="data">What to sign, not its hash.</param>
    /// <exception cref="PlatformNotSupportedException">libcrypto is not there.</exception>
    /// <exception cref="CryptographicException">The key is none.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> data)
    {
        var signature = new byte[SignatureBytes];
        var length = (nuint)SignatureBytes;
        var key = OpenPrivate(privateKey);
        var context = LibCrypto.EVP_MD_CTX_new();
        try
        {
            return context != 0
                && LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, key) == 1
                && LibCrypto.EVP_DigestSign(context, signature, ref length, data, (nuint)data.Length) == 1
                && length == SignatureBytes
                ? signature
                : throw new CryptographicException("libcrypto could not sign with the Ed25519 key.");
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(context);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    /// <inheritdoc cref="Sign" path="/exception"/>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        var publicKey = new byte[KeyBytes];
        var length = (nuint)KeyBytes;
        var key = OpenPrivate(privateKey);
        try
        {
            return LibCrypto.EVP_PKEY_get_raw_public_key(key, publicKey, ref length) == 1 && length == KeyBytes
                ? publicKey
                : throw new CryptographicException("libcrypto could not read the Ed25519 key.");
        }
        finally
        {
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    private static nint OpenPrivate(ReadOnlySpan<byte> privateKey)
    {
        RequireLibrary();
        var key = privateKey.Length == KeyBytes ? LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519, 0, privateKey, KeyBytes) : 0;
        return key != 0 ? key : throw new CryptographicException("Not an Ed25519 key.");
    }

    private static void RequireLibrary()
    {
        if (!IsAvailable)
            throw new PlatformNotSupportedException("Ed25519 needs OpenSSL's libcrypto (libssl3 on Debian), which was not found.");
    }
}
