using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>RFC 8032 §7.1, and keys and files of c2pa-rs.</summary>
public class Ed25519Tests
{
    /// <summary>Test 1 to 3, SHA(abc).</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Rfc8032Vector_IsSignedAndVerified(string secret, string publicKey, string message, string signature)
    {
        var (key, data, expected) = (Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature));

        Assert.Equal(key, Ed25519.PublicKeyOf(Convert.FromHexString(secret)));
        Assert.Equal(expected, Ed25519.Sign(Convert.FromHexString(secret), data));
        Assert.True(Ed25519.Verify(key, data, expected));
        Assert.False(Ed25519.Verify(key, [.. data, 0], expected));
        expected[5] ^= 1;
        Assert.False(Ed25519.Verify(key, data, expected));
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(0, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 0)]
    public void WrongSizes_AreNotVerified(int keyBytes, int signatureBytes) => Assert.False(Ed25519.Verify(new byte[keyBytes], [1], new byte[signatureBytes]));

    [Fact]
    public void KeyOfAWrongSize_IsRefused() => Assert.Throws<CryptographicException>(() => Ed25519.Sign(new byte[31], [1]));

    [SharedDataFact("c2pa")]
    public void FileOfThePeer_WithoutLibcrypto_IsWellFormed()
    {
        using var file = File.OpenRead(SharedData.PathOf("c2pa", "peer-made", "v3_ed25519.mp4"));
        var trust = TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "c2pa-rs", "certs", "trust", "test_cert_root_bundle.pem")));

        var result = C2paValidator.Validate(file, new ValidationOptions { Time = Development.Now, Trust = trust, Ed25519Available = false });

        Assert.Equal((ValidationState.WellFormed, StatusCodes.AlgorithmUnsupported), (result.State, result.Failures.Single().Code));
        Assert.Contains("libcrypto", result.Summary, StringComparison.Ordinal);
    }

    /// <summary>The raw signatures c2pa-rs keeps for its own tests.</summary>
    [SharedDataFact("c2pa")]
    public void RawSignatureOfOthers_IsVerified()
    {
        byte[] Read(string name) => File.ReadAllBytes(SharedData.PathOf("c2pa", "c2pa-rs", "crypto", "raw_signature", name));
        var key = PublicKeyInfo.Read(new System.Formats.Asn1.AsnReader(Read("ed25519.pub_key"), System.Formats.Asn1.AsnEncodingRules.DER));

        Assert.True(Ed25519.Verify(key.Key.Span, "some sample content to sign"u8, Read("ed25519.raw_sig")));
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----")]
    public void PrivateKeyThatIsNone_IsNotRead(string pem) => Assert.Null(Ed25519PrivateKey.TryImport(pem));
}
