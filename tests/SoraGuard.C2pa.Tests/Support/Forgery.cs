using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>
/// A file whose manifest breaks rules that <see cref="C2pa.Signing.ManifestBuilder"/> keeps, but is signed correctly. What is not
/// changed is right.
/// </summary>
public sealed class Forgery
{
    public const string Label = "urn:c2pa:00000000-0000-4000-8000-000000000001";

    private static readonly byte[] SmallMedia = [.. Box("moov", FullBox("mvhd", 0, 0, new byte[96])), .. Box("mdat", [1, 2, 3])];

    private byte[] _fileHash = new byte[32];

    /// <summary>What follows the store.</summary>
    public byte[] Media { get; set; } = SmallMedia;

    /// <summary>Whether it is an update manifest; its <see cref="HardBindings"/> are then best cleared.</summary>
    public bool IsUpdate { get; set; }

    /// <summary>Assertions but for the hash, with what the claim says of each.</summary>
    public List<(string Label, CborValue Value)> Assertions { get; } =
        [(AssertionLabels.ActionsV2, Actions(("c2pa.created", null)))];

    /// <summary>Assertion boxes that the claim does not name.</summary>
    public List<byte[]> StrayAssertions { get; } = [];

    /// <summary>Hash assertions by label; by default one.</summary>
    public List<string> HardBindings { get; } = [AssertionLabels.BmffHashV3];

    public Func<CborValue, CborValue> ChangeHashAssertion { get; set; } = v => v;

    /// <summary>The claim map before it is encoded and signed.</summary>
    public Func<CborValue, CborValue> ChangeClaim { get; set; } = v => v;

    /// <summary>The claim's bytes before they are signed.</summary>
    public Func<byte[], byte[]> ChangeClaimBytes { get; set; } = b => b;

    public string ClaimLabel { get; set; } = "c2pa.claim.v2";

    /// <summary>The parts of the COSE array: protected header, unprotected header, signature.</summary>
    public Func<(CborValue Protected, CborValue Unprotected), (CborValue Protected, CborValue Unprotected)> ChangeHeaders { get; set; } = h => h;

    /// <summary>All boxes of the manifest: assertion store, claim, signature.</summary>
    public Func<List<ReadOnlyMemory<byte>>, List<ReadOnlyMemory<byte>>> ChangeBoxes { get; set; } = b => b;

    /// <summary>Manifests before the active one.</summary>
    public List<ReadOnlyMemory<byte>> OtherManifests { get; } = [];

    public static CborValue Actions(params (string Action, CborValue? Parameters)[] actions) => CborValue.Map(
        ("actions", CborValue.Array(actions.Select(a => CborValue.Map(("action", CborValue.Of(a.Action)), ("parameters", a.Parameters))))));

    public static CborValue With(CborValue map, string key, CborValue? value) => CborValue.Map(
        map.Entries.Where(e => e.Key.AsText() != key).Concat(value is null ? [] : [KeyValuePair.Create(CborValue.Of(key), value)]));

    public static byte[] AssertionBox(string label, CborValue value) =>
        JumbfWriter.Superbox(JumbfType.Cbor, label, [], JumbfWriter.Box(new FourCc("cbor"), value.Encode()));

    public static CborValue Reference(string label, byte[] box) =>
        CborValue.Map(("url", CborValue.Of($"self#jumbf=c2pa.assertions/{label}")), ("hash", CborValue.Of(SHA256.HashData(box.AsSpan(8)))));

    public ValidationResult Validate() => Development.Validate(ToFile());

    public byte[] ToFile()
    {
        var uuid = C2paBox.Write(Store());
        byte[] file = [.. TestMp4.Ftyp, .. uuid, .. Media];
        using var stream = new MemoryStream(file);
        var bmff = BmffReader.Read(stream);
        _fileHash = FlatHash.Compute(bmff, ExclusionRanges.Resolve(bmff, BmffHashAssertion.MandatoryExclusions), HashAlgorithmName.SHA256, default);
        return [.. TestMp4.Ftyp, .. C2paBox.Write(Store()), .. Media];
    }

    /// <summary>The manifest alone, to be an ingredient's.</summary>
    public byte[] ToManifest() => Manifest();

    private byte[] Store() => JumbfWriter.Superbox(JumbfType.ManifestStore, "c2pa", [], [.. OtherManifests, Manifest()]);

    private byte[] Manifest()
    {
        var rightHash = new BmffHashAssertion { Exclusions = BmffHashAssertion.MandatoryExclusions, Hash = _fileHash, Algorithm = "sha256" };
        var hash = ChangeHashAssertion(rightHash.ToCbor());
        var assertions = Assertions.Concat(HardBindings.Select(label => (Label: label, Value: hash)))
            .Select(a => (a.Label, Box: AssertionBox(a.Label, a.Value))).ToList();
        var claim = ChangeClaimBytes(ChangeClaim(CborValue.Map(
            ("instanceID", CborValue.Of("xmp:iid:1")),
            ("claim_generator_info", CborValue.Map(("name", CborValue.Of("forgery")))),
            ("signature", CborValue.Of($"self#jumbf=/c2pa/{Label}/c2pa.signature")),
            ("created_assertions", CborValue.Array(assertions.Select(a => Reference(a.Label, a.Box)))),
            ("alg", CborValue.Of("sha256")))).Encode());
        List<ReadOnlyMemory<byte>> boxes =
        [
            JumbfWriter.Superbox(JumbfType.AssertionStore, "c2pa.assertions", [],
                [.. assertions.Select(a => a.Box).Concat(StrayAssertions).Select(b => new ReadOnlyMemory<byte>(b))]),
            JumbfWriter.Superbox(JumbfType.Claim, ClaimLabel, [], JumbfWriter.Box(new FourCc("cbor"), claim)),
            JumbfWriter.Superbox(JumbfType.Signature, "c2pa.signature", [], JumbfWriter.Box(new FourCc("cbor"), Sign(claim))),
        ];
        return JumbfWriter.Superbox(IsUpdate ? JumbfType.UpdateManifest : JumbfType.Manifest, Label, [], [.. ChangeBoxes(boxes)]);
    }

    private byte[] Sign(byte[] claim)
    {
        var rightHeader = CborValue.Decode(CoseSign1.EncodeProtected(CoseAlgorithm.Es256, Development.Signer.CertificateChain));
        var (protectedHeader, unprotected) = ChangeHeaders((rightHeader, CborValue.Map()));
        var protectedBytes = protectedHeader.Encode();
        var signature = Development.Signer.SignAsync(CoseSign1.ToBeSigned(protectedBytes, claim), default).AsTask().GetAwaiter().GetResult();
        return CborValue.Array(CborValue.Of(protectedBytes), unprotected, CborValue.Null, CborValue.Of(signature)).WithTag(18).Encode();
    }
}
