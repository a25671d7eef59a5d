using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Contract;

/// <summary>What every <see cref="IC2paSigner"/> must do, for the keys others published and for our own.</summary>
public class SignerTests
{
    [SharedDataTheory("c2pa")]
    [InlineData("es256", CoseAlgorithm.Es256, 64)]
    [InlineData("es384", CoseAlgorithm.Es384, 96)]
    [InlineData("es512", CoseAlgorithm.Es512, 132)]
    [InlineData("ps256", CoseAlgorithm.Ps256, 512)]
    [InlineData("ps384", CoseAlgorithm.Ps384, 512)]
    [InlineData("ps512", CoseAlgorithm.Ps512, 512)]
    [InlineData("ed25519", CoseAlgorithm.Ed25519, 64)]
    public async Task PemSigner_KeysOfOthers_SignFilesThatAreTrusted(string name, CoseAlgorithm algorithm, int signatureBytes)
    {
        var folder = SharedData.PathOf("c2pa", "c2pa-rs", "certs");
        using var signer = PemSigner.FromPem(File.ReadAllText(Path.Combine(folder, name + ".pub")), File.ReadAllText(Path.Combine(folder, name + ".pem")), algorithm);
        var trust = TrustAnchors.FromPem(File.ReadAllText(Path.Combine(folder, "trust", "test_cert_root_bundle.pem")));

        Assert.Equal((algorithm, signatureBytes), (signer.Algorithm, signer.SignatureBytes));
        await AssertSigns(signer, trust);
    }

    [Fact]
    public void SignerChain_CertificateNotForClaimsOrNotValidNow_IsAFlaw()
    {
        using var random = RandomNumberGenerator.Create();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var early = DevelopmentAuthority.Create(start.AddYears(1), random).Issue(start, random); // before its intermediate
        using var signer = PemSigner.FromPem(early.ChainPem, early.KeyPem);
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(start, start.AddYears(1));
        using var any = PemSigner.FromPem(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());

        Assert.Null(SignerChain.FindFlaw(Development.Signer, Development.Options.Time));
        Assert.Contains("certificate 1 is valid", SignerChain.FindFlaw(Development.Signer, Development.Options.Time.AddYears(-2)), StringComparison.Ordinal);
        Assert.Contains("certificate 2 is valid", SignerChain.FindFlaw(signer, start.AddDays(1)), StringComparison.Ordinal);
        Assert.Contains("none for signing claims", SignerChain.FindFlaw(any, start.AddDays(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PemSigner_DevelopmentKey_SignsFilesThatAreTrusted() => await AssertSigns(Development.Signer, Development.Trust);

    [Theory]
    [InlineData(null, CoseAlgorithm.Ps256)]
    [InlineData(CoseAlgorithm.Ps256, CoseAlgorithm.Ps256)]
    [InlineData(CoseAlgorithm.Ps384, CoseAlgorithm.Ps384)]
    [InlineData(CoseAlgorithm.Ps512, CoseAlgorithm.Ps512)]
    public async Task PemSigner_RsaKey_SignsAsAsked(CoseAlgorithm? asked, CoseAlgorithm expected)
    {
        using var key = RSA.Create(2048);
        using var certificate = RsaCertificate(key);
        using var signer = PemSigner.FromPem(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), asked);

        Assert.Equal((expected, 256), (signer.Algorithm, signer.SignatureBytes));
        await AssertSigns(signer, trust: null);
        var data = new byte[] { 1, 2, 3 };
        var hash = expected switch { CoseAlgorithm.Ps384 => HashAlgorithmName.SHA384, CoseAlgorithm.Ps512 => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        Assert.True(key.VerifyData(data, await signer.SignAsync(data, default), hash, RSASignaturePadding.Pss));
    }

    [Theory]
    [InlineData(CoseAlgorithm.Ps256)]
    [InlineData(CoseAlgorithm.Es384)]
    [InlineData(CoseAlgorithm.Ed25519)]
    public void PemSigner_AlgorithmThatDoesNotGoWithTheKey_IsRefused(CoseAlgorithm algorithm)
    {
        var error = Assert.Throws<ArgumentException>(() => PemSigner.FromPem(Development.Credential.ChainPem, Development.Credential.KeyPem, algorithm));

        Assert.Contains("Es256 goes with it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PemSigner_EncryptedKey_NeedsItsPassword()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Development.Credential.KeyPem);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("correct horse", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

        using var signer = PemSigner.FromPem(Development.Credential.ChainPem, encrypted, password: "correct horse");

        await AssertSigns(signer, Development.Trust);
        foreach (var (pem, password) in new[] { (encrypted, "wrong"), (encrypted, ""), (Development.Credential.KeyPem, "correct horse"), ("", "correct horse") })
            Assert.DoesNotContain("correct", Assert.Throws<ArgumentException>(() => PemSigner.FromPem(Development.Credential.ChainPem, pem, password: password)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Integration")]
    public async Task PemSigner_KeyEncryptedByOpenSsl_Signs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("key.pem"), Development.Credential.KeyPem);
        Tool.Run("openssl", ["pkcs8", "-topk8", "-in", folder.PathOf("key.pem"), "-out", folder.PathOf("encrypted.pem"), "-passout", "pass:secret"]);

        using var signer = PemSigner.FromPem(Development.Credential.ChainPem, File.ReadAllText(folder.PathOf("encrypted.pem")), password: "secret");

        await AssertSigns(signer, Development.Trust);
    }

    [Fact]
    public void PemSigner_LeavesTheRootOut()
    {
        using var signer = PemSigner.FromPem(Development.Credential.ChainPem + Development.Authority.RootCertificatePem, Development.Credential.KeyPem);

        Assert.Equal(2, signer.CertificateChain.Count);
    }

    [Fact]
    public void PemSigner_KeyThatDoesNotFit_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var error = Assert.Throws<ArgumentException>(() => PemSigner.FromPem(Development.Credential.ChainPem, other.ExportPkcs8PrivateKeyPem()));

        Assert.Contains("not that of the first certificate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nc2VjcmV0c2VjcmV0c2VjcmV0\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0c2VjcmV0c2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----")]
    public void PemSigner_NoKey_IsRefusedWithoutShowingWhatWasRead(string pem)
    {
        var error = Assert.Throws<ArgumentException>(() => PemSigner.FromPem(Development.Credential.ChainPem, pem));

        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void PemSigner_NoCertificate_IsRefused() => Assert.Throws<ArgumentException>(() => PemSigner.FromPem("", Development.Credential.KeyPem));

    [Fact]
    public void Keys_AreInNoTextForm()
    {
        var secret = string.Concat(Development.Credential.KeyPem.Split('\n')[1..^1]);
        foreach (var text in new[] { Development.Signer.ToString(), Development.Credential.ToString(), Development.Authority.ToString() })
            Assert.DoesNotContain(secret[..20], text, StringComparison.Ordinal);
    }

    /// <summary>A signer that goes away while it is asked, and one that breaks its word on the size.</summary>
    [Fact]
    public async Task Sign_SignerThatFails_LeavesNoResult()
    {
        await Assert.ThrowsAsync<IOException>(() => SignAsync(new OtherSigner(_ => throw new IOException("the module does not answer"))));
        var error = await Assert.ThrowsAsync<C2paSigningException>(() => SignAsync(new OtherSigner(_ => new byte[63])));
        Assert.Contains("63 bytes", error.Message, StringComparison.Ordinal);
        var wrong = await Assert.ThrowsAsync<C2paSigningException>(() => SignAsync(new OtherSigner(_ => new byte[64])));
        Assert.Contains(StatusCodes.ClaimSignatureMismatch, wrong.Validation!.Failures.Select(f => f.Code));
    }

    private static async Task AssertSigns(IC2paSigner signer, TrustAnchors? trust)
    {
        var first = await SignAsync(signer, trust);
        var second = await SignAsync(signer, trust);

        Assert.Equal(trust is null ? ValidationState.Valid : ValidationState.Trusted, first.Validation.State);
        Assert.Equal(first.Length, second.Length);
        Assert.Equal(signer.SignatureBytes, (await signer.SignAsync(new byte[] { 1 }, CancellationToken.None)).Length);
    }

    private static async Task<SigningResult> SignAsync(IC2paSigner signer, TrustAnchors? trust = null)
    {
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();
        return await Mp4Signer.SignAsync(source, destination, Development.ByAi(), signer, Development.Options with { Trust = trust });
    }

    private static X509Certificate2 RsaCertificate(RSA key)
    {
        var request = new CertificateRequest("O=Test, CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClaimSigning)], false));
        return request.CreateSelfSigned(Development.Now.AddDays(-1), Development.Now.AddDays(1));
    }

    private sealed class OtherSigner(Func<ReadOnlyMemory<byte>, byte[]> sign) : IC2paSigner
    {
        public CoseAlgorithm Algorithm => CoseAlgorithm.Es256;

        public IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain => Development.Signer.CertificateChain;

        public int SignatureBytes => 64;

        public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return sign(data);
        }
    }
}
