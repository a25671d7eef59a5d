using System.Runtime.InteropServices;

namespace SoraGuard.C2pa.Native;

/// <summary>
/// The functions of OpenSSL's libcrypto (3.x or 1.1.1) that Ed25519 takes, which the base library of .NET lacks. Looked for at run
/// time where .NET's own cryptography finds it; without it everything else works, and Ed25519 is reported as unsupported.
/// </summary>
internal static partial class LibCrypto
{
    /// <summary>EVP_PKEY_ED25519 (openssl/evp.h).</summary>
    public const int Ed25519 = 1087;

    private const string Name = "soraguard-libcrypto";

    private static readonly string[] FileNames =
        ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto.1.1.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"];

    private static readonly nint Library = Load();

    static LibCrypto() =>
        NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, (name, _, _) => name == Name ? Library : nint.Zero);

    public static bool IsAvailable => Library != nint.Zero;

    [LibraryImport(Name)]
    public static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    public static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    public static partial int EVP_PKEY_get_raw_public_key(nint key, Span<byte> publicKey, ref nuint length);

    [LibraryImport(Name)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Name)]
    public static partial nint EVP_MD_CTX_new();

    [LibraryImport(Name)]
    public static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Name)]
    public static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Name)]
    public static partial int EVP_DigestSign(nint context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Name)]
    public static partial int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Name)]
    public static partial int EVP_DigestVerify(nint context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    private static nint Load()
    {
        foreach (var name in FileNames)
            if (NativeLibrary.TryLoad(name, out var library))
                return library;
        return nint.Zero;
    }
}
