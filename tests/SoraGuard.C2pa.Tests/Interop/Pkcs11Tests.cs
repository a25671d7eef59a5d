using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Native;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>Keys in SoftHSM2, an HSM in software, reached as one in hardware would be.</summary>
[Trait("Category", "Integration")]
public sealed class Pkcs11Tests(SoftHsm hsm) : IClassFixture<SoftHsm>
{
    [SoftHsmTheory]
    [InlineData("p256", CoseAlgorithm.Es256, 64)]
    [InlineData("p384", CoseAlgorithm.Es384, 96)]
    [InlineData("p521", CoseAlgorithm.Es512, 132)]
    [InlineData("rsa", CoseAlgorithm.Ps256, 384)]
    [InlineData("rsa", CoseAlgorithm.Ps384, 384)]
    [InlineData("rsa", CoseAlgorithm.Ps512, 384)]
    public async Task KeyInTheModule_SignsFilesThatAreValid_AlsoToThePeer(string name, CoseAlgorithm algorithm, int signatureBytes)
    {
        using var signer = hsm.Open(name, algorithm);
        using var folder = new TemporaryFolder();
        var signed = folder.PathOf("signed.mp4");
        using (var source = new MemoryStream(TestMp4.MoovFirst()))
        using (var destination = new FileStream(signed, FileMode.CreateNew, FileAccess.ReadWrite))
        {
            var options = Development.Options with { Time = DateTimeOffset.UtcNow, Trust = hsm.Trust(name) };
            var result = await Mp4Signer.SignAsync(source, destination, Development.ByAi(), signer, options);
            Assert.Equal(ValidationState.Trusted, result.Validation.State);
        }

        Assert.Equal((algorithm, signatureBytes), (signer.Algorithm, signer.SignatureBytes));
        if (Peer.ReasonToSkip is null)
            Assert.Equal("Trusted", Peer.Read(hsm.RootPem(name), signed).Single().State);
    }

    [SoftHsmFact]
    public void WhatIsNotThere_IsNamed()
    {
        string Error(string? module = null, string token = SoftHsm.Token, string key = "p256", string pin = SoftHsm.Pin) =>
            Assert.Throws<Pkcs11Exception>(() => Pkcs11Signer.Open(module ?? SoftHsm.Module!, token, key, pin, hsm.ChainPem("p256"))).Message;

        Assert.Contains("no PKCS#11 module", Error(module: "/nowhere/module.so"), StringComparison.Ordinal);
        Assert.Contains("0 tokens are labelled 'other'", Error(token: "other"), StringComparison.Ordinal);
        Assert.Contains("No private key is labelled 'other'", Error(key: "other"), StringComparison.Ordinal);
    }

    [SoftHsmFact]
    public void KeyOfAnotherCertificate_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Pkcs11Signer.Open(SoftHsm.Module!, SoftHsm.Token, "p256", SoftHsm.Pin, Development.Credential.ChainPem));

        Assert.Contains("not that of the first certificate", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SoftHsm.Pin, error.ToString(), StringComparison.Ordinal);
    }

    [SoftHsmFact]
    public async Task ManyAtOnce_AllSign_AndNoneAfterDisposal()
    {
        var signer = hsm.Open("p256");

        await Parallel.ForAsync(0, 50, async (i, cancellation) => Assert.Equal(64, (await signer.SignAsync(new byte[] { (byte)i }, cancellation)).Length));
        signer.Dispose();
        signer.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await signer.SignAsync(new byte[] { 1 }, default));
    }
}

/// <summary>A token of its own with a key of each kind, and a certificate for each.</summary>
public sealed class SoftHsm : IDisposable
{
    public const string Token = "soraguard-test", Pin = "73519462";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (string ChainPem, string RootPem)> _certificates = [];

    public SoftHsm()
    {
        if (ReasonToSkip is not null)
            return;
        var configuration = _folder.PathOf("softhsm2.conf");
        Directory.CreateDirectory(_folder.PathOf("tokens"));
        File.WriteAllText(configuration, $"directories.tokendir = {_folder.PathOf("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        _ = SetNativeVariable("SOFTHSM2_CONF", configuration, 1); // .NET keeps its own copy of the environment; the module reads the process's.
        Tool.Run("softhsm2-util", ["--init-token", "--free", "--label", Token, "--pin", Pin, "--so-pin", Pin]);
        Add("p256", ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Add("p384", ECDsa.Create(ECCurve.NamedCurves.nistP384));
        Add("p521", ECDsa.Create(ECCurve.NamedCurves.nistP521));
        Add("rsa", RSA.Create(3072));
    }

    public static string? Module { get; } = new[] { "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so" }
        .FirstOrDefault(File.Exists);

    public static string? ReasonToSkip { get; } = Module is null || !Tool.IsInstalled("softhsm2-util") ? "needs SoftHSM2: apt-get install -y softhsm2" : null;

    public string ChainPem(string name) => _certificates[name].ChainPem;

    public string RootPem(string name) => _certificates[name].RootPem;

    public TrustAnchors Trust(string name) => TrustAnchors.FromPem(RootPem(name));

    public Pkcs11Signer Open(string name, CoseAlgorithm? algorithm = null) => Pkcs11Signer.Open(Module!, Token, name, Pin, ChainPem(name), algorithm);

    public void Dispose() => _folder.Dispose();

    private void Add(string name, AsymmetricAlgorithm key)
    {
        using (key)
        {
            var file = _folder.PathOf(name + ".pem");
            File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
            Tool.Run("softhsm2-util", ["--import", file, "--token", Token, "--label", name, "--id", $"A{_certificates.Count}", "--pin", Pin]);
            _certificates.Add(name, Certify(key));
        }
    }

    private static (string, string) Certify(AsymmetricAlgorithm key)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var from = DateTimeOffset.UtcNow.AddDays(-2);
        var rootRequest = new CertificateRequest("O=HSM Test, CN=Root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(from, from.AddDays(30));
        var request = key is RSA rsa
            ? new CertificateRequest("O=HSM Test, CN=Signer", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            : new CertificateRequest("O=HSM Test, CN=Signer", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClaimSigning)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        var leaf = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), from, from.AddDays(20), [5]);
        return (leaf.ExportCertificatePem(), root.ExportCertificatePem());
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNativeVariable(string name, string value, int overwrite);
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoftHsmFactAttribute : FactAttribute
{
    public SoftHsmFactAttribute() => Skip = SoftHsm.ReasonToSkip;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoftHsmTheoryAttribute : TheoryAttribute
{
    public SoftHsmTheoryAttribute() => Skip = SoftHsm.ReasonToSkip;
}
