using System.Security.Cryptography;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>RFC 9052 and RFC 8152 examples; the rest of COSE is tested on files others signed (Interop).</summary>
public class CoseTests
{
    private const string Protected = "a10126";
    private const string Payload = "546869732069732074686520636f6e74656e742e";

    /// <summary>RFC 8152 Appendix C.2.1, key "11" of Appendix C.7.1.</summary>
    private const string Signature =
        "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36";

    [Fact]
    public void ToBeSigned_IsTheSigStructureOfRfc9052Section44()
    {
        var signed = CoseSign1.ToBeSigned(Convert.FromHexString(Protected), Convert.FromHexString(Payload));

        Assert.Equal("846a5369676e61747572653143a101264054" + Payload, Convert.ToHexStringLower(signed));
    }

    [Fact]
    public void Verify_Rfc8152Example_Fits()
    {
        Assert.True(CoseVerifier.Verify(Example(Signature), CoseAlgorithm.Es256, ExampleKey(), Convert.FromHexString(Payload)));
    }

    [Fact]
    public void Verify_AnotherPayloadAlgorithmOrSignature_DoesNotFit()
    {
        var key = ExampleKey();

        Assert.False(CoseVerifier.Verify(Example(Signature), CoseAlgorithm.Es256, key, Convert.FromHexString(Payload + "00")));
        Assert.False(CoseVerifier.Verify(Example(Signature), CoseAlgorithm.Es384, key, Convert.FromHexString(Payload)));
        Assert.False(CoseVerifier.Verify(Example(Signature), CoseAlgorithm.Ps256, key, Convert.FromHexString(Payload)));
        Assert.False(CoseVerifier.Verify(Example("9" + Signature[1..]), CoseAlgorithm.Es256, key, Convert.FromHexString(Payload)));
        Assert.False(CoseVerifier.Verify(Example(Signature[2..]), CoseAlgorithm.Es256, key, Convert.FromHexString(Payload)));
        Assert.False(CoseVerifier.Verify(Example(""), CoseAlgorithm.Es256, key, Convert.FromHexString(Payload)));
    }

    /// <summary>RFC 8152 C.2.1 as it stands: its payload is inside, where C2PA 2.2 §13.2 wants it detached.</summary>
    [Fact]
    public void Parse_AttachedPayload_Throws() =>
        Assert.Throws<C2paFormatException>(() => CoseSign1.Parse(Convert.FromHexString("d28443" + Protected + "a10442313154" + Payload + "5840" + Signature)));

    [Theory]
    [InlineData("8443a10126a0f640")] // no tag
    [InlineData("d18443a10126a0f640")] // another tag
    [InlineData("d28343a10126a0f6")] // three parts
    [InlineData("d28443a1012680f640")] // unprotected header no map
    [InlineData("d28443a10126a0f740")] // undefined payload
    [InlineData("d2844180a0f640")] // protected header no map
    [InlineData("d28440a0f640")] // empty protected header
    [InlineData("d28443a10126a0f64000")] // something after
    public void Parse_NotACoseSign1_Throws(string hex) => Assert.Throws<C2paFormatException>(() => CoseSign1.Parse(Convert.FromHexString(hex)));

    [Fact]
    public void CertificateChain_PrefersTheNumberAndRefusesBothBuckets()
    {
        var none = CborValue.Map();
        var byNumber = CborValue.Map([KeyValuePair.Create(CborValue.Of(33), CborValue.Of([1]))]);
        var byText = CborValue.Map(("x5chain", CborValue.Array(CborValue.Of([2]), CborValue.Of([3]))));

        Assert.Equal([1], CoseHeaders.CertificateChain(byNumber, byText)[0].ToArray());
        Assert.Equal([2], CoseHeaders.CertificateChain(none, byText)[0].ToArray());
        Assert.Equal(2, CoseHeaders.CertificateChain(byText, none).Count);
        Assert.Throws<C2paFormatException>(() => CoseHeaders.CertificateChain(none, none));
        Assert.Throws<C2paFormatException>(() => CoseHeaders.CertificateChain(byNumber, byNumber));
        Assert.Throws<C2paFormatException>(() => CoseHeaders.CertificateChain(byText, byText));
        Assert.Throws<C2paFormatException>(() => CoseHeaders.CertificateChain(none, CborValue.Map(("x5chain", CborValue.Array()))));
        Assert.Throws<C2paFormatException>(() => CoseHeaders.CertificateChain(none, CborValue.Map(("x5chain", CborValue.Of("text")))));
    }

    [Theory]
    [InlineData(CertificateLimits.MaxChainLength, true)]
    [InlineData(CertificateLimits.MaxChainLength + 1, false)]
    public void CertificateChain_UpToTheLimit(int certificates, bool isAccepted)
    {
        var header = CborValue.Map(("x5chain", CborValue.Array(Enumerable.Repeat(CborValue.Of([1]), certificates))));

        var error = Record.Exception(() => CoseHeaders.CertificateChain(CborValue.Map(), header));

        Assert.Equal(isAccepted, error is null);
    }

    private static CoseSign1 Example(string signature) => CoseSign1.Parse(CoseSign1.Encode(Convert.FromHexString(Protected), CborValue.Map(), Convert.FromHexString(signature)));

    private static PublicKeyInfo ExampleKey()
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Convert.FromHexString("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"),
                Y = Convert.FromHexString("20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"),
            },
        });
        return PublicKeyInfo.Read(new System.Formats.Asn1.AsnReader(key.ExportSubjectPublicKeyInfo(), System.Formats.Asn1.AsnEncodingRules.DER));
    }
}
