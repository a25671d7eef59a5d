using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §14.5.1 and RFC 5280 §6.1, on c2pa-rs's test certificates and on ones made to break one rule each.</summary>
public class CertificateTests
{
    private static readonly DateTimeOffset Now = Development.Now;

    [SharedDataTheory("c2pa")]
    [InlineData("es256")]
    [InlineData("es384")]
    [InlineData("es512")]
    [InlineData("ps256")]
    [InlineData("ps384")]
    [InlineData("ps512")]
    public void ChainOfOthers_MeetsTheProfileAndLeadsToItsRoot(string name)
    {
        var chain = Chain(File.ReadAllText(SharedData.PathOf("c2pa", "c2pa-rs", "certs", name + ".pub")));
        var roots = TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "c2pa-rs", "certs", "trust", "test_cert_root_bundle.pem")));

        Assert.Null(CertificateProfile.FindViolation(chain[0], TrustAnchors.DefaultUsages));
        Assert.True(IsTrusted(chain, roots, Now));
        Assert.False(IsTrusted([chain[0]], roots, Now), "without its intermediate");
        Assert.False(IsTrusted(chain, Development.Trust, Now), "to another root");
        Assert.False(IsTrusted(chain, TrustAnchors.None, Now));
        Assert.False(IsTrusted(chain, roots, chain[0].NotAfter.AddSeconds(1)));
        Assert.False(IsTrusted(chain, roots, chain[0].NotBefore.AddSeconds(-1)));
        Assert.True(IsTrusted(chain, roots, chain[0].NotAfter));
    }

    [SharedDataFact("c2pa")]
    public void IntermediateAsAnchor_IsEnough()
    {
        var pem = File.ReadAllText(SharedData.PathOf("c2pa", "c2pa-rs", "certs", "es256.pub"));
        var intermediate = pem[pem.LastIndexOf("-----BEGIN", StringComparison.Ordinal)..];

        Assert.True(IsTrusted([Chain(pem)[0]], TrustAnchors.FromPem(intermediate), Now));
    }

    [SharedDataFact("c2pa")]
    public void TrustListsOfC2pa_AreRead()
    {
        Assert.Equal(30, TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "C2PA-TRUST-LIST.pem"))).Count);
        Assert.Equal(22, TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "C2PA-TSA-TRUST-LIST.pem"))).Count);
    }

    public static TheoryData<string, Action<CertificateRequest>> Violations() => new()
    {
        { "authority", r => Replace(r, new X509BasicConstraintsExtension(true, false, 0, true)) },
        { "authority key identifier", r => Remove<X509AuthorityKeyIdentifierExtension>(r) },
        { "digital signature", r => Remove<X509KeyUsageExtension>(r) },
        { "digital signature", r => Replace(r, new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, true)) },
        { "sign certificates", r => Replace(r, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true)) },
        { "no extended key usage", r => Remove<X509EnhancedKeyUsageExtension>(r) },
        { "'any'", r => Replace(r, new X509EnhancedKeyUsageExtension([new Oid(Oids.ClaimSigning), new Oid(Oids.AnyExtendedKeyUsage)], false)) },
        { "time-stamping", r => Replace(r, new X509EnhancedKeyUsageExtension([new Oid(Oids.ClaimSigning), new Oid(Oids.TimeStamping)], false)) },
        { "none of its extended", r => Replace(r, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)) },
        { "critical extension 1.2.3.4", r => r.CertificateExtensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: true)) },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void Profile_BrokenRule_IsNamed(string rule, Action<CertificateRequest> breakRule)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Contains(rule, CertificateProfile.FindViolation(Leaf(key, breakRule), TrustAnchors.DefaultUsages), StringComparison.Ordinal);
        Assert.Null(CertificateProfile.FindViolation(Leaf(key, r => r.CertificateExtensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: false))),
            TrustAnchors.DefaultUsages));
    }

    [Fact]
    public void Profile_KeysC2paDoesNotAllow_AreNamed()
    {
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.CreateFromValue("1.3.132.0.10")); // secp256k1
        var smallCertificate = new CertificateRequest("CN=x", small, HashAlgorithmName.SHA256, RSASignaturePadding.Pss).CreateSelfSigned(Now, Now.AddDays(1));
        var curveCertificate = new CertificateRequest("CN=x", curve, HashAlgorithmName.SHA256).CreateSelfSigned(Now, Now.AddDays(1));

        Assert.Contains("1024 bits", CertificateProfile.FindViolation(Certificate.Parse(smallCertificate.RawData), TrustAnchors.DefaultUsages),
            StringComparison.Ordinal);
        Assert.Contains("curve", CertificateProfile.FindViolation(Certificate.Parse(curveCertificate.RawData), TrustAnchors.DefaultUsages),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CertificateLimits.MaxRsaBits, true)]
    [InlineData(CertificateLimits.MaxRsaBits + 8, false)]
    public void Profile_RsaKey_UpToTheLimit(int bits, bool isAccepted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = Leaf(key, _ => { }) with { Key = RsaKey(bits) };

        Assert.Equal(isAccepted, CertificateProfile.FindViolation(leaf, TrustAnchors.DefaultUsages) is null);
    }

    /// <summary>RFC 8017 §A.2.3. The first is what OpenSSL writes for SHA-256; each other one differs from it in one thing.</summary>
    [Theory]
    [InlineData("3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120", true)]
    [InlineData("3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120", false)] // hash is not the mask's
    [InlineData("3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010109300d06096086480165030402010500a203020120", false)] // not MGF1
    [InlineData("3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020114", false)] // salt of 20 bytes
    [InlineData("3000", false)] // defaults: SHA-1
    [InlineData("0500", false)]
    public void Signature_PssParameters_AreChecked(string parameters, bool isAllowed) =>
        Assert.Equal(isAllowed, CertificateSignature.IsAllowed(new AlgorithmIdentifier(Oids.RsaPss, Convert.FromHexString(parameters))));

    [Theory]
    [InlineData("1.2.840.113549.1.1.5")] // SHA-1 with RSA
    [InlineData("1.2.840.10045.4.1")] // SHA-1 with ECDSA
    [InlineData(Oids.RsaPss)] // without parameters
    public void Signature_OfOldAlgorithms_IsNotAllowed(string oid) => Assert.False(CertificateSignature.IsAllowed(new AlgorithmIdentifier(oid, null)));

    [Fact]
    public void Chain_AuthorityWithoutTheRight_IsNotFollowed()
    {
        Assert.True(IsTrustedThrough(_ => { }));
        Assert.False(IsTrustedThrough(r => Replace(r, new X509BasicConstraintsExtension(false, false, 0, true))), "no authority");
        Assert.False(IsTrustedThrough(r => Replace(r, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true))), "may not sign certificates");
        Assert.False(IsTrustedThrough(r => r.CertificateExtensions.Add(new X509Extension("2.5.29.30", [0x30, 0], critical: true))),
            "critical name constraints");
        Assert.False(IsTrustedThrough(r => Replace(r, new X509SubjectKeyIdentifierExtension(new byte[] { 1, 2, 3 }, false))), "another key identifier");
    }

    [Fact]
    public void Chain_LongerThanThePathLength_IsNotFollowed()
    {
        using var keys = new Keys();
        var root = Authority("CN=root", keys.Root, null, null, pathLength: 0);
        var intermediate = Authority("CN=intermediate", keys.Intermediate, root, keys.Root, pathLength: null);
        var leaf = Leaf(keys.Leaf, _ => { }, intermediate, keys.Intermediate);

        Assert.False(IsTrusted([leaf, Certificate.Parse(intermediate.RawData)], TrustAnchors.FromPem(root.ExportCertificatePem()), Now));
        Assert.True(IsTrusted([leaf], TrustAnchors.FromPem(intermediate.ExportCertificatePem()), Now));
    }

    [Fact]
    public void Chain_SignedBySomeoneElseOfTheSameName_IsNotFollowed()
    {
        using var keys = new Keys();
        var root = Authority("CN=root", keys.Root, null, null, pathLength: null);
        var forged = Leaf(keys.Leaf, _ => { }, Authority("CN=root", keys.Intermediate, null, null, null), keys.Intermediate);

        Assert.False(IsTrusted([forged], TrustAnchors.FromPem(root.ExportCertificatePem()), Now));
    }

    /// <summary>Many authorities of one name, none of which leads on: the search ends at its limit and not in a hang.</summary>
    [Fact]
    public void Chain_ManyAuthoritiesOfOneName_EndsAtTheLimit()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorities = Enumerable.Range(0, 9).Select(_ => Authority("CN=same", key, null, null, null)).ToList();
        var leaf = Leaf(key, _ => { }, authorities[0], key);

        Assert.False(IsTrusted([leaf, .. authorities.Select(a => Certificate.Parse(a.RawData))], Development.Trust, Now));
    }

    [Fact]
    public void Chain_WithNothingLeftToSpend_IsNotTrusted()
    {
        using var keys = new Keys();
        var root = Authority("CN=root", keys.Root, null, null, pathLength: null);
        var leaf = Leaf(keys.Leaf, _ => { }, root, keys.Root);
        var anchors = TrustAnchors.FromPem(root.ExportCertificatePem());
        var budget = new SignatureCheckBudget(1);

        Assert.True(CertificateChain.IsTrusted([leaf], anchors, Now, budget));
        Assert.False(CertificateChain.IsTrusted([leaf], anchors, Now, budget));
    }

    [Fact]
    public void Parse_NotACertificate_Throws()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Leaf(key, _ => { }).Raw.ToArray();
        Assert.Throws<C2paFormatException>(() => Certificate.Parse(default));
        Assert.Throws<C2paFormatException>(() => Certificate.Parse(new byte[] { 0x30, 0x00 }));
        Assert.Throws<C2paFormatException>(() => Certificate.Parse((byte[])[.. good, 0]));
        Assert.Throws<C2paFormatException>(() => Certificate.Parse(new byte[CertificateLimits.MaxCertificateBytes + 1]));
        for (var length = 0; length < good.Length; length++)
            Assert.Throws<C2paFormatException>(() => Certificate.Parse(good.AsMemory(0, length)));
    }

    [Fact]
    public void Parse_AnyByteDamaged_ThrowsOrGivesACertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Leaf(key, _ => { }).Raw.ToArray();
        for (var i = 0; i < good.Length; i++)
            foreach (var mask in new byte[] { 1, 0x20, 0x80, 0xFF })
            {
                var damaged = (byte[])good.Clone();
                damaged[i] ^= mask;
                var error = Record.Exception(() => Certificate.Parse(damaged));
                Assert.True(error is null or C2paFormatException, $"byte {i}: {error}");
            }
    }

    [Fact]
    public void TrustAnchors_Malformed_Throws()
    {
        Assert.Throws<C2paFormatException>(() => TrustAnchors.FromPem(""));
        Assert.Throws<C2paFormatException>(() => TrustAnchors.FromPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
        Assert.Equal(2, Development.Trust.And(Development.Trust).Count);
    }

    [Theory]
    [InlineData(CertificateLimits.MaxTrustAnchors, true)]
    [InlineData(CertificateLimits.MaxTrustAnchors + 1, false)]
    public void TrustAnchors_UpToTheLimit(int count, bool isAccepted)
    {
        var pem = string.Concat(Enumerable.Repeat(Development.Authority.RootCertificatePem + "\n", count));

        Assert.Equal(isAccepted, Record.Exception(() => TrustAnchors.FromPem(pem)) is null);
    }

    private static bool IsTrusted(IReadOnlyList<Certificate> chain, TrustAnchors anchors, DateTimeOffset time) =>
        CertificateChain.IsTrusted(chain, anchors, time, new SignatureCheckBudget(CertificateLimits.MaxSignatureChecks));

    private static bool IsTrustedThrough(Action<CertificateRequest> change)
    {
        using var keys = new Keys();
        var root = Authority("CN=root", keys.Root, null, null, pathLength: null);
        var intermediate = Authority("CN=intermediate", keys.Intermediate, root, keys.Root, pathLength: null, change);
        var wellFormed = Authority("CN=intermediate", keys.Intermediate, root, keys.Root, pathLength: null);
        var leaf = Leaf(keys.Leaf, _ => { }, wellFormed, keys.Intermediate);
        return IsTrusted([leaf, Certificate.Parse(intermediate.RawData)], TrustAnchors.FromPem(root.ExportCertificatePem()), Now);
    }

    private static X509Certificate2 Authority(string name, ECDsa key, X509Certificate2? issuer, ECDsa? issuerKey, int? pathLength,
        Action<CertificateRequest>? change = null)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, pathLength is not null, pathLength ?? 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        change?.Invoke(request);
        return request.Create(issuer?.SubjectName ?? request.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey ?? key), Now.AddDays(-1),
            Now.AddDays(30), [1]);
    }

    private static Certificate Leaf(ECDsa key, Action<CertificateRequest> change, X509Certificate2? issuer = null, ECDsa? issuerKey = null)
    {
        var request = new CertificateRequest("O=Test, CN=leaf", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClaimSigning)], false));
        request.CertificateExtensions.Add(issuer is null
            ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier([1, 2, 3])
            : X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        change(request);
        var issuerName = issuer?.SubjectName ?? new X500DistinguishedName("CN=someone");
        return Certificate.Parse(request.Create(issuerName, X509SignatureGenerator.CreateForECDsa(issuerKey ?? key), Now.AddDays(-1), Now.AddDays(30),
            [2]).RawData);
    }

    /// <summary>A key of that size, of which nobody knows the factors.</summary>
    private static PublicKeyInfo RsaKey(int bits)
    {
        var rsa = new AsnWriter(AsnEncodingRules.DER);
        using (rsa.PushSequence())
        {
            rsa.WriteIntegerUnsigned([.. Enumerable.Repeat((byte)0xFF, bits / 8)]);
            rsa.WriteInteger(65537);
        }
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            using (info.PushSequence())
            {
                info.WriteObjectIdentifier(Oids.RsaEncryption);
                info.WriteNull();
            }
            info.WriteBitString(rsa.Encode());
        }
        return PublicKeyInfo.Read(new AsnReader(info.Encode(), AsnEncodingRules.DER));
    }

    private static IReadOnlyList<Certificate> Chain(string pem) => [.. CertificatePem.Read(pem).Select(Certificate.Parse)];

    private static void Remove<T>(CertificateRequest request)
        where T : X509Extension => request.CertificateExtensions.Remove(request.CertificateExtensions.OfType<T>().Single());

    private static void Replace<T>(CertificateRequest request, T extension)
        where T : X509Extension
    {
        Remove<T>(request);
        request.CertificateExtensions.Add(extension);
    }

    private sealed class Keys : IDisposable
    {
        public ECDsa Root { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public ECDsa Intermediate { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public ECDsa Leaf { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public void Dispose()
        {
            Root.Dispose();
            Intermediate.Dispose();
            Leaf.Dispose();
        }
    }
}
