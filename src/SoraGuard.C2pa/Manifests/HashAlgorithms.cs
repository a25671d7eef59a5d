using System.Security.Cryptography;

namespace SoraGuard.C2pa.Manifests;

/// <summary>The hash algorithms C2PA allows, by the names it gives them (C2PA 2.2 §13.1).</summary>
internal static class HashAlgorithms
{
    public const string Sha256 = "sha256";

    /// <summary>False for any other name, and for none.</summary>
    public static bool TryGet(string? name, out HashAlgorithmName algorithm)
    {
        algorithm = name switch
        {
            Sha256 => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            _ => default,
        };
        return algorithm.Name is not null;
    }
}
