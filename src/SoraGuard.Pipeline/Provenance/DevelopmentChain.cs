using System.Globalization;
using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>
/// The development signing chain, made on first use, the leaf made anew before it expires. <c>trust/c2pa-root.pem</c> is what a
/// verifier trusts; the root's key is never kept. The rest lies in <c>signing/</c>, which only the provenance role opens.
/// </summary>
internal sealed class DevelopmentChain(StorageOptions storage, string operatorName, TimeProvider time)
{
    private const string IntermediateFile = "c2pa-intermediate.pem", IntermediateKeyFile = "c2pa-intermediate.key", ChainFile = "c2pa-chain.pem", KeyFileName = "c2pa-leaf.key", ExpiryFile = "c2pa-leaf.expires";
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30), Backdate = TimeSpan.FromMinutes(5);

    private string RootPath => Path.Combine(storage.TrustFolder, "c2pa-root.pem");

    /// <summary>The root as a trust anchor; none before the chain was made.</summary>
    public TrustAnchors Root => File.Exists(RootPath) ? TrustAnchors.FromPem(File.ReadAllText(RootPath)) : TrustAnchors.None;

    /// <summary>Opens the signer, making what is missing or about to expire.</summary>
    public PemSigner OpenSigner() => KeyFile.Exclusive(storage.SigningFolder, () =>
    {
        if (!IsCurrent()) Renew();
        return PemSigner.FromPem(Read(ChainFile), Read(KeyFileName));
    });

    private bool IsCurrent() => File.Exists(PathOf(ExpiryFile))
        && DateTimeOffset.TryParse(Read(ExpiryFile), CultureInfo.InvariantCulture, out var expires) && expires - time.GetUtcNow() > RenewBefore;

    private void Renew()
    {
        using var random = RandomNumberGenerator.Create();
        var from = time.GetUtcNow() - Backdate; // so that a verifier whose clock is a little behind agrees
        var authority = File.Exists(RootPath) && File.Exists(PathOf(IntermediateKeyFile))
            ? DevelopmentAuthority.Load(File.ReadAllText(RootPath), Read(IntermediateFile), Read(IntermediateKeyFile))
            : MakeAuthority(from, random);
        var leaf = authority.Issue(from, random, name: $"{operatorName} signer");
        KeyFile.Write(PathOf(KeyFileName), leaf.KeyPem);
        KeyFile.Write(PathOf(ChainFile), leaf.ChainPem);
        KeyFile.Write(PathOf(ExpiryFile), leaf.ValidTo.ToString("O", CultureInfo.InvariantCulture)); // last: its presence says that the rest is there
    }

    private DevelopmentAuthority MakeAuthority(DateTimeOffset from, RandomNumberGenerator random)
    {
        var authority = DevelopmentAuthority.Create(from, random, operatorName);
        KeyFile.Write(PathOf(IntermediateFile), authority.IntermediateCertificatePem);
        KeyFile.Write(PathOf(IntermediateKeyFile), authority.IntermediateKeyPem);
        Directory.CreateDirectory(storage.TrustFolder);
        KeyFile.Write(RootPath, authority.RootCertificatePem);
        return authority;
    }

    private string PathOf(string file) => Path.Combine(storage.SigningFolder, file);

    private string Read(string file) => File.ReadAllText(PathOf(file));
}
