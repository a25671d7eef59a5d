using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>One development chain for all tests of a run, and shorthand to sign and validate with it.</summary>
internal static class Development
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static DevelopmentAuthority Authority { get; } = DevelopmentAuthority.Create(Now.AddDays(-1), new SeededRandom());

    public static DevelopmentCredential Credential { get; } = Authority.Issue(Now.AddDays(-1), new SeededRandom());

    public static PemSigner Signer { get; } = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);

    public static TrustAnchors Trust { get; } = TrustAnchors.FromPem(Authority.RootCertificatePem);

    public static ValidationOptions Validation { get; } = new() { Time = Now, Trust = Trust };

    public static SigningOptions Options => new() { Time = Now, Random = new SeededRandom(), Trust = Trust };

    public static ManifestBuilder ByAi() => ManifestBuilder.CreatedByAi("SoraGuard.Tests", "1.0");

    public static byte[] Sign(byte[] mp4, ManifestBuilder? manifest = null, IC2paSigner? signer = null, SigningOptions? options = null)
    {
        using var source = new MemoryStream(mp4);
        using var destination = new MemoryStream();
        Mp4Signer.SignAsync(source, destination, manifest ?? ByAi(), signer ?? Signer, options ?? Options).GetAwaiter().GetResult();
        return destination.ToArray();
    }

    public static ValidationResult Validate(byte[] mp4, ValidationOptions? options = null)
    {
        using var stream = new MemoryStream(mp4);
        return C2paValidator.Validate(stream, options ?? Validation);
    }
}
