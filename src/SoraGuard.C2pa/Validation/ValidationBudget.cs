using System.Security.Cryptography;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// What one validation may still spend. A store of a few megabytes can name the same manifests over and over: without a common
/// account the work would multiply.
/// </summary>
internal sealed class ValidationBudget
{
    private int _manifests;
    private long _hashedBytes;

    public ItemBudget Items { get; } = new(ValidationLimits.MaxItems);

    public SignatureCheckBudget SignatureChecks { get; } = new(CertificateLimits.MaxSignatureChecks);

    public void SpendManifest(Manifest manifest, int depth)
    {
        if (depth > ValidationLimits.MaxIngredientDepth)
            throw new C2paFormatException($"Ingredients more than {ValidationLimits.MaxIngredientDepth} deep", manifest.Box.Offset, manifest.Box.Path);
        if (++_manifests > ValidationLimits.MaxManifests)
            throw new C2paFormatException($"More than {ValidationLimits.MaxManifests} manifests to validate", manifest.Box.Offset, manifest.Box.Path);
    }

    public byte[] Hash(HashAlgorithmName algorithm, ReadOnlySpan<byte> bytes)
    {
        _hashedBytes += bytes.Length;
        return _hashedBytes <= ValidationLimits.MaxHashedStoreBytes
            ? CryptographicOperations.HashData(algorithm, bytes)
            : throw new C2paFormatException($"More than {ValidationLimits.MaxHashedStoreBytes} bytes of manifests to hash");
    }
}
