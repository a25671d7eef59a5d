using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Native;
using SoraGuard.C2pa.Signing;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>
/// Who signs: the operator's own certificate, with a key from PEM or in a hardware module, else the development chain of this machine.
/// Own certificates that signed here are kept in <c>trust/c2pa-signers.pem</c>, so that what they signed is known after they are renewed.
/// </summary>
public sealed class SigningIdentity(StorageOptions storage, string operatorName, TimeProvider time, SignerSettings? own = null)
{
    private readonly DevelopmentChain development = new(storage, operatorName, time);

    /// <summary>Whether it is the development chain, which nobody else trusts.</summary>
    public bool IsDevelopment => own is null;

    /// <summary>Whether this process can sign.</summary>
    public bool HasKey => own is not { KeyFile: null, Pkcs11: null };

    /// <summary>Root of the development chain, as a trust anchor; none before the chain was made.</summary>
    public TrustAnchors Root => development.Root;

    /// <summary>The operator's certificates, now and before: signatures with them are this service's.</summary>
    /// <exception cref="SettingsException">The configured certificate cannot be read.</exception>
    public AllowedCertificates Certificates =>
        string.Concat(Used(), own is null ? "" : LeafPem(own)) is { Length: > 0 } pem ? AllowedCertificates.FromText(pem) : AllowedCertificates.None;

    private string UsedPath => Path.Combine(storage.TrustFolder, "c2pa-signers.pem");

    /// <summary>Opens the signer; the caller disposes of it, if it can be. The development chain is made or renewed if need be.</summary>
    /// <exception cref="SettingsException">The configured certificate or key cannot be used.</exception>
    public IC2paSigner OpenSigner()
    {
        if (own is null) return development.OpenSigner();
        var signer = OpenOwn(own);
        Remember(LeafPem(own));
        return signer;
    }

    /// <summary>Who signs, for the operator; opens no key and makes nothing.</summary>
    /// <exception cref="SettingsException">The configured certificate cannot be read.</exception>
    public string Describe()
    {
        if (own is null) return "the development authority made on this machine, which nobody else trusts";
        using var leaf = Leaf(own);
        var key = own switch
        {
            { Pkcs11: { } module } => $"key '{module.Key}' of token '{module.Token}'",
            { KeyFile: { } file } => $"key in {file}",
            _ => "no key here",
        };
        return $"{leaf.Subject}, valid until {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}, {key}";
    }

    /// <summary>Opens the own signer once, so that what is wrong is known before a clip needs it.</summary>
    /// <exception cref="SettingsException">It cannot be used, its certificate is none for signing claims, or one of the chain is not valid now.</exception>
    public void RequireUsable()
    {
        if (own is null) return;
        var signer = OpenOwn(own);
        using var release = signer as IDisposable;
        if (SignerChain.FindFlaw(signer, time.GetUtcNow()) is { } flaw)
            throw new SettingsException($"The certificate chain {own.CertificateFile} (SORAGUARD__C2PA__CERT) cannot sign: {flaw}.");
    }

    private static IC2paSigner OpenOwn(SignerSettings own)
    {
        try
        {
            var chain = File.ReadAllText(own.CertificateFile);
            if (own.Pkcs11 is { } module)
                return Pkcs11Signer.Open(module.Module, module.Token, module.Key, FirstLine(module.PinFile), chain);
            return own.KeyFile is { } key
                ? PemSigner.FromPem(chain, File.ReadAllText(key), password: own.KeyPasswordFile is { } password ? FirstLine(password) : "")
                : throw new SettingsException("Signing needs the key of SORAGUARD__C2PA__CERT: SORAGUARD__C2PA__KEY or SORAGUARD__C2PA__PKCS11__….");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or C2paFormatException or Pkcs11Exception or PlatformNotSupportedException)
        {
            throw new SettingsException($"The signer of {own.CertificateFile} cannot be used: {e.Message}");
        }
    }

    private static string FirstLine(string file) => File.ReadLines(file).FirstOrDefault() ?? "";

    private static X509Certificate2 Leaf(SignerSettings own)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(own.CertificateFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException($"The certificate {own.CertificateFile} (SORAGUARD__C2PA__CERT) cannot be read: {e.Message}");
        }
    }

    private static string LeafPem(SignerSettings own)
    {
        using var leaf = Leaf(own);
        return leaf.ExportCertificatePem() + "\n";
    }

    private string Used() => File.Exists(UsedPath) ? File.ReadAllText(UsedPath) : "";

    private void Remember(string leafPem)
    {
        if (Used().Contains(leafPem, StringComparison.Ordinal)) return;
        KeyFile.Exclusive(storage.SigningFolder, () =>
        {
            Directory.CreateDirectory(storage.TrustFolder);
            KeyFile.Write(UsedPath, Used() + leafPem);
            return true;
        });
    }
}
