using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Manifests;

/// <summary>All manifests of an asset; the last is the active one, the others are those of its ingredients (C2PA 2.2 §11.1.4).</summary>
internal sealed class ManifestStore
{
    private ManifestStore(IReadOnlyList<Manifest> manifests) => Manifests = manifests;

    /// <summary>In the order of the store; at least one.</summary>
    public IReadOnlyList<Manifest> Manifests { get; }

    public Manifest Active => Manifests[^1];

    public Manifest? Find(string label) => Manifests.FirstOrDefault(m => m.Label == label);

    /// <param name="parts">One store, or one and the updates appended to it later (§A.5.3).</param>
    /// <exception cref="C2paFormatException">Not a well-formed manifest store.</exception>
    public static ManifestStore Parse(params IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var expansion = new Expansion();
        var manifests = parts.SelectMany((part, i) => ParsePart(part, isUpdate: i > 0, expansion)).ToList();
        return manifests.DistinctBy(m => m.Label).Count() == manifests.Count
            ? new ManifestStore(manifests)
            : throw new C2paFormatException("Two manifests have the same label");
    }

    private static List<Manifest> ParsePart(ReadOnlyMemory<byte> bytes, bool isUpdate, Expansion expansion)
    {
        var root = JumbfReader.Read(bytes);
        if (root.Type != JumbfType.ManifestStore || root.Label != ManifestLabels.Store || root.ContentBoxes.Count > 0)
            throw new C2paFormatException("The JUMBF superbox is no C2PA manifest store", root.Offset, root.Path);
        if (root.Children.Find(c => !IsManifest(c.Type)) is { } other)
            throw new C2paFormatException("A box of a manifest store is no manifest", other.Offset, other.Path);
        if (root.Children.Count == 0)
            throw new C2paFormatException("A manifest store without a manifest", root.Offset, root.Path);
        var manifests = root.Children.Select(c => new Manifest(c, expansion.Content(c))).ToList();
        return isUpdate && manifests.Find(m => m.IsReadable && !m.IsUpdate) is { } standard
            ? throw new C2paFormatException("An appended store holds a manifest that is no update", standard.Box.Offset, standard.Box.Path)
            : manifests;
    }

    private static bool IsManifest(JumbfType type) =>
        type == JumbfType.Manifest || type == JumbfType.LegacyManifest || type == JumbfType.UpdateManifest || type == JumbfType.CompressedManifest;

    /// <summary>Expands compressed manifests within limits that hold for all of one store.</summary>
    private sealed class Expansion
    {
        private int _bytesLeft = JumbfLimits.MaxExpandedBytes;
        private int _count;

        /// <summary>Null for a compressed manifest that does not expand to one.</summary>
        public JumbfSuperbox? Content(JumbfSuperbox box)
        {
            if (box.Type != JumbfType.CompressedManifest)
                return box;
            if (++_count > JumbfLimits.MaxCompressedManifests)
                throw new C2paFormatException($"More than {JumbfLimits.MaxCompressedManifests} compressed manifests", box.Offset, box.Path);
            try
            {
                return CompressedManifest.Expand(box, ref _bytesLeft);
            }
            catch (C2paFormatException)
            {
                return null;
            }
        }
    }
}
