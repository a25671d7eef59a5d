using System.Security.Cryptography;
using System.Text;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Signing;

/// <summary>The assertion boxes of a manifest being written, salted, with the hashed URIs the claim lists.</summary>
internal sealed class AssertionBoxes(RandomNumberGenerator random)
{
    private const int SaltBytes = 16;

    private static readonly FourCc CborBox = new("cbor");
    private static readonly FourCc JsonBox = new("json");
    private static readonly FourCc FileDescriptionBox = new("bfdb");
    private static readonly FourCc FileDataBox = new("bidb");

    private readonly Dictionary<string, int> _instances = [];
    private readonly List<ReadOnlyMemory<byte>> _boxes = [];
    private readonly List<HashedUri> _created = [];
    private readonly List<HashedUri> _gathered = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> Boxes => _boxes;

    public IReadOnlyList<HashedUri> Created => _created;

    public IReadOnlyList<HashedUri> Gathered => _gathered;

    public HashedUri Add(string label, CborValue value) => Add(new CustomAssertion(label, AssertionFormat.Cbor, value.Encode(), IsGathered: false));

    public HashedUri Add(CustomAssertion assertion) =>
        Add(assertion.Label, label => Box(label, NewSalt(), assertion.Format, assertion.Content), assertion.IsGathered);

    private HashedUri Add(string baseLabel, Func<string, byte[]> write, bool isGathered)
    {
        var instance = _instances[baseLabel] = _instances.GetValueOrDefault(baseLabel) + 1;
        var label = instance == 1 ? baseLabel : $"{baseLabel}__{instance}";
        var box = write(label);
        _boxes.Add(box);
        var reference = Reference(label, box);
        (isGathered ? _gathered : _created).Add(reference);
        return reference;
    }

    /// <summary>An embedded file (§18.12; ISO 19566-5 §B.3): <c>bfdb = toggles:8 media type NUL</c>, <c>bidb = the file</c>.</summary>
    public HashedUri AddFile(string label, EmbeddedFile file)
    {
        byte[] description = [0, .. Encoding.UTF8.GetBytes(file.MediaType), 0];
        return Add(label, l => JumbfWriter.Superbox(
            JumbfType.EmbeddedFile, l, NewSalt(), JumbfWriter.Box(FileDescriptionBox, description), JumbfWriter.Box(FileDataBox, file.Content.Span)), isGathered: false);
    }

    public byte[] NewSalt()
    {
        var salt = new byte[SaltBytes];
        random.GetBytes(salt);
        return salt;
    }

    public static byte[] Box(string label, ReadOnlySpan<byte> salt, AssertionFormat format, ReadOnlyMemory<byte> content) => format == AssertionFormat.Json
        ? JumbfWriter.Superbox(JumbfType.Json, label, salt, JumbfWriter.Box(JsonBox, content.Span))
        : JumbfWriter.Superbox(JumbfType.Cbor, label, salt, JumbfWriter.Box(CborBox, content.Span));

    /// <summary>Relative to the manifest; the hash algorithm is that of the claim.</summary>
    public static HashedUri Reference(string label, ReadOnlySpan<byte> box) =>
        new() { Url = $"self#jumbf={ManifestLabels.AssertionStore}/{label}", Hash = SHA256.HashData(box[JumbfReader.HeaderBytes..]) };
}
