using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Revocation;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>Well-formed parts of manifest stores, and every reader that parts like them reach.</summary>
internal static class FuzzSeeds
{
    private static readonly FourCc CborBox = new("cbor");

    /// <summary>All CBOR of a signed file, and assertions it has not.</summary>
    public static IReadOnlyList<byte[]> Cbor(byte[] signed)
    {
        var root = JumbfReader.Read(Asset.Open(new MemoryStream(signed)).ReadStore()[0]);
        byte[] hash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        CborValue Merkle(params (string, CborValue?)[] blocks) => CborValue.Map([("uniqueId", CborValue.Of(1)), ("localId", CborValue.Of(2)), ("count", CborValue.Of(3)),
            ("alg", CborValue.Of("sha256")), ("initHash", CborValue.Of(hash)), ("hashes", CborValue.Array(CborValue.Of(hash))), .. blocks]);
        CborValue Blocks(int n) => CborValue.Array(Enumerable.Repeat(CborValue.Of(16), n));
        return
        [
            .. All(root).SelectMany(b => b.ContentBoxes).Where(c => c.Type == CborBox).Select(c => c.Content.ToArray()),
            new BmffHashAssertion { Exclusions = BmffHashAssertion.MandatoryExclusions, Hash = hash, Algorithm = HashAlgorithms.Sha256 }.ToCbor().Encode(),
            CborValue.Map(("exclusions", CborValue.Array()), ("merkle", CborValue.Array(Merkle(("fixedBlockSize", CborValue.Of(16))), Merkle(("variableBlockSizes", Blocks(3)))))).Encode(),
            new DataHashAssertion { Exclusions = [new DataHashExclusion(2, 500)], Hash = hash, Algorithm = HashAlgorithms.Sha256 }.ToCbor(7).Encode(),
            CborValue.Map(("alg", CborValue.Of("sha256")), ("boxes", CborValue.Array(CborValue.Map(("names", CborValue.Array(CborValue.Of("SOI"))), ("hash", CborValue.Of(hash)), ("pad", CborValue.Of(hash)))))).Encode(),
        ];
    }

    /// <summary>Certificates, a time-stamp and what it is in, OCSP responses.</summary>
    public static IReadOnlyList<byte[]> Der(TestTimeStampAuthority authority) =>
    [
        .. Development.Signer.CertificateChain.Select(c => c.ToArray()),
        authority.Token([1, 2, 3]),
        TestTimeStampAuthority.Response(authority.Token([1, 2, 3])),
        new TestOcspResponder().Respond(),
        new TestOcspResponder { Status = TestOcspResponder.Answer.Revoked, Reason = 1, DelegateUsages = [Oids.OcspSigning] }.Respond(),
    ];

    /// <summary>Every reader of CBOR, each within <see cref="Bounds"/> by itself.</summary>
    public static void ReadCbor(byte[] bytes, string what)
    {
        Read(() => CoseHeaders.CertificateChain(CoseSign1.ParseAny(bytes).Protected, CoseSign1.ParseAny(bytes).Unprotected), what);
        Read(() => CborDecoder.DecodePadded(bytes), what);
        CborValue? decoded = null;
        Read(() => decoded = CborDecoder.Decode(bytes), what);
        if (decoded is not { } value)
            return;
        Read(() => CborJson.ToJson(value), what);
        Read(() => ActionsAssertion.Parse(value), what);
        Read(() => BmffHashAssertion.Parse(value), what);
        Read(() => DataHashAssertion.Parse(value), what);
        Read(() => BoxesHashAssertion.Parse(value), what);
        Read(() => IngredientAssertion.Parse(value), what);
        Read(() => SoftBinding.Parse(value), what);
        Read(() => CawgIdentityAssertion.Parse(bytes, value), what);
        Read(() => Claim.Parse(Claim.LabelV1, bytes, value), what);
        Read(() => Claim.Parse(Claim.LabelV2, bytes, value), what);
        Read(() => Assert.Equal(CborDecoder.Decode(value.Encode()).Encode(), value.Encode()), what);
    }

    /// <summary>Every reader of DER, each within <see cref="Bounds"/> by itself.</summary>
    public static void ReadDer(byte[] bytes, string what)
    {
        Read(() => Certificate.Parse(bytes), what);
        Read(() => TimeStampToken.Parse(bytes), what);
        Read(() => OcspResponse.Parse(bytes), what);
    }

    public static IEnumerable<JumbfSuperbox> All(JumbfSuperbox box) => box.Children.SelectMany(All).Prepend(box);

    private static void Read(Action read, string what) => Bounds.Run(
        () =>
        {
            read();
            return true;
        },
        what);
}
