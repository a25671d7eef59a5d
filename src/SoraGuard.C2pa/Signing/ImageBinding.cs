using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// How an image being signed is tied to its manifest: which of its ranges share a hash, and the assertion made of the hashes. The
/// ranges are of the unsigned file, in its order, and all of it but the store that is replaced.
/// </summary>
internal sealed class ImageBinding
{
    private readonly Func<int, IReadOnlyList<byte[]>, HardBinding> _bind;

    private ImageBinding(IReadOnlyList<ByteRange[]> hashed, Func<int, IReadOnlyList<byte[]>, HardBinding> bind) => (Hashed, _bind) = (hashed, bind);

    /// <summary>Ranges, side by side, that are hashed together.</summary>
    public IReadOnlyList<ByteRange[]> Hashed { get; }

    /// <summary>Of the size the right one will have.</summary>
    public HardBinding Placeholder => _bind(int.MaxValue, [.. Hashed.Select(_ => new byte[SHA256.HashSizeInBytes])]);

    /// <param name="image">The unsigned file.</param>
    /// <param name="store">Where the store goes, and what it replaces.</param>
    /// <param name="byBox"><see cref="SigningOptions.HashImagesByBox"/>.</param>
    /// <exception cref="C2paSigningException">A box hash cannot name the boxes of this image.</exception>
    public static ImageBinding Of(ImageAsset image, ByteRange store, bool byBox) => byBox ? ByBox(image, store) : ByOffset(image, store);

    /// <param name="embeddedBytes">What the store takes in the signed file.</param>
    /// <param name="hashes">SHA-256, of each of <see cref="Hashed"/>.</param>
    public HardBinding Bind(int embeddedBytes, IReadOnlyList<byte[]> hashes) => _bind(embeddedBytes, hashes);

    private static ImageBinding ByOffset(ImageAsset image, ByteRange store) => new(
        [[new ByteRange(0, store.Start), new ByteRange(store.End, image.Stream.Length)]],
        (embeddedBytes, hashes) => HardBinding.Data(store.Start, embeddedBytes, hashes[0]));

    private static ImageBinding ByBox(ImageAsset image, ByteRange store)
    {
        RequireNameable(image);
        var entries = new List<List<AssetBox>>();
        foreach (var box in image.Boxes.Where(b => b.Name != AssetBox.Manifest))
        {
            if (entries.Count > 0 && box.Start != store.End && Continues(box.Name, entries[^1][^1].Name))
                entries[^1].Add(box);
            else
                entries.Add([box]);
        }
        var before = entries.Count(e => e[0].Start < store.Start);
        return new([.. entries.Select(e => new[] { new ByteRange(e[0].Start, e[^1].End) })], (_, hashes) =>
        {
            var boxes = entries.Zip(hashes, (e, hash) => new BoxesHashEntry { Names = [.. e.Select(b => b.Name)], Hash = hash }).ToList();
            boxes.Insert(before, new BoxesHashEntry { Names = [AssetBox.Manifest] });
            return HardBinding.Boxes(new BoxesHashAssertion { Boxes = boxes, Algorithm = HashAlgorithms.Sha256 });
        });
    }

    /// <summary>
    /// Other validators do not agree with the specification on how further images and what follows the last are named (§18.7.2): such
    /// files are not signed in a way that only this library reads.
    /// </summary>
    private static void RequireNameable(ImageAsset image)
    {
        const string instead = ": sign it with one hash over the file.";
        if (image.Boxes.Count > BoxesHashAssertion.MaxNames)
            throw new C2paSigningException($"The image has more than the {BoxesHashAssertion.MaxNames} boxes that a box hash may name{instead}");
        if (image.Boxes[^1].Name == AssetBox.After || image.Boxes.Count(b => b.Name == "SOI") > 1)
            throw new C2paSigningException($"The file goes on behind its image, which box hashes do not name alike everywhere{instead}");
    }

    /// <summary>
    /// Whether a box belongs to the entry of the one before: chunks of one stream of a PNG; restart intervals of a JPEG's scan, and the box
    /// that ends them, since to c2pa-rs a restart interval is its marker alone and only hashes of all of it agree.
    /// </summary>
    private static bool Continues(string name, string previous) =>
        IsRestart(name) || IsRestart(previous) || (name == "IDAT" && previous == "IDAT");

    private static bool IsRestart(string name) => name.StartsWith("RST", StringComparison.Ordinal);
}
