using System.Security.Cryptography;
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

    private readonly Dictionary<string, int> _instances = [];
    private readonly List<ReadOnlyMemory<byte>> _boxes = [];
    private readonly List<HashedUri> _created = [];
    private readonly List<HashedUri> _gathered = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> Boxes => _boxes;

    public IReadOnlyList<HashedUri> Created => _created;

    public IReadOnlyList<HashedUri> Gathered => _gathered;

    public HashedUri Add(string label, CborValue value) => Add(new CustomAssertion(label, AssertionFormat.Cbor, value.Encode(), IsGathered: false));

    public HashedUri Add(CustomAssertion assertion)
    {
        var instance = _instances[assertion.Label] = _instances.GetValueOrDefault(assertion.Label) + 1;
        var label = instance == 1 ? assertion.Label : $"{assertion.Label}__{instance}";
        var box = Box(label, NewSalt(), assertion.Format, assertion.Content);
        _boxes.Add(box);
        var reference = Reference(label, box);
        (assertion.IsGathered ? _gathered : _created).Add(reference);
        return reference;
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
