using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Manifests;

/// <summary>One manifest of a store: assertion store, claim and claim signature (C2PA 2.2 §11.1.4.2), any of which may be missing.</summary>
internal sealed class Manifest
{
    private static readonly FourCc CborBox = new("cbor");

    private readonly JumbfSuperbox? _content;
    private readonly Dictionary<string, ManifestAssertion> _assertionsByLabel;

    /// <param name="box">As it stands in the store.</param>
    /// <param name="content">What it holds: itself, or what a compressed one expands to; null where it does not expand.</param>
    /// <exception cref="C2paFormatException">The box is not laid out as a manifest.</exception>
    public Manifest(JumbfSuperbox box, JumbfSuperbox? content)
    {
        (Box, _content) = (box, content);
        if (content is not null)
            RequireOnlySuperboxes(content);
        var store = content?.Child(ManifestLabels.AssertionStore);
        if (store is not null && store.Type == JumbfType.AssertionStore)
        {
            RequireOnlySuperboxes(store);
            Assertions = [.. store.Children.Select(assertion => new ManifestAssertion(Label, assertion))];
        }
        _assertionsByLabel = Assertions.ToDictionary(a => a.Label);
        Claims = [.. content?.ChildrenOf(JumbfType.Claim) ?? []];
    }

    /// <summary>As it stands in the store: what is hashed and copied.</summary>
    public JumbfSuperbox Box { get; }

    public string Label => Box.Label;

    public string Uri => JumbfUri.ForManifest(Label);

    public bool IsCompressed => Box.Type == JumbfType.CompressedManifest;

    /// <summary>False for a compressed manifest that does not expand to a manifest (§15.5.4).</summary>
    public bool IsReadable => _content is not null;

    /// <summary>What a reference to it hashes once it is expanded; of one that is not compressed, what its box holds.</summary>
    public ReadOnlyMemory<byte> ExpandedHashedBytes => (_content ?? Box).HashedBytes;

    public bool IsUpdate => _content?.Type == JumbfType.UpdateManifest;

    public IReadOnlyList<ManifestAssertion> Assertions { get; } = [];

    /// <summary>A manifest must have one.</summary>
    public IReadOnlyList<JumbfSuperbox> Claims { get; }

    /// <summary>What stands at a place in it; itself, as it stands in the store, at none. Null where there is nothing.</summary>
    public JumbfSuperbox? Find(IReadOnlyList<string> path) =>
        path.Count == 0 ? Box : path.Aggregate(_content, (parent, label) => parent?.Child(label));

    public string UriOf(JumbfSuperbox child) => JumbfUri.ForBox(Label, child.Label);

    public ManifestAssertion? FindAssertion(string uri) =>
        JumbfUri.TryParse(uri, Label) is { } parsed && parsed.Manifest == Label && parsed.Path is [ManifestLabels.AssertionStore, var label]
            ? _assertionsByLabel.GetValueOrDefault(label)
            : null;

    /// <summary>The COSE bytes under a signature URI, if the URI names the signature box of this manifest.</summary>
    public ReadOnlyMemory<byte>? FindSignature(string uri) =>
        JumbfUri.TryParse(uri, Label) is { } parsed && parsed.Manifest == Label && parsed.Path is [ManifestLabels.Signature]
            ? SignatureBox?.OnlyContent(CborBox)
            : null;

    public JumbfSuperbox? SignatureBox => _content?.Child(ManifestLabels.Signature) is { } box && box.Type == JumbfType.Signature ? box : null;

    public static ReadOnlyMemory<byte>? ClaimBytes(JumbfSuperbox claim) => claim.OnlyContent(CborBox);

    private static void RequireOnlySuperboxes(JumbfSuperbox box)
    {
        if (box.ContentBoxes.Count > 0)
            throw new C2paFormatException($"A '{box.ContentBoxes[0].Type}' box where only JUMBF superboxes may stand", box.Offset, box.Path);
    }
}
