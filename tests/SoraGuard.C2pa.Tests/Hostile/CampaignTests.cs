using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>
/// Random bytes changed, put in, taken out, cut off and boxes swapped, for each kind of file: nothing passes as intact, nothing but a
/// result or a <see cref="C2paFormatException"/> comes out, nothing hangs, nothing large is allocated. SORAGUARD_CAMPAIGN=N sets the
/// mutations of each kind. The boxes of a manifest store are for <see cref="StructuredFuzzTests"/>.
/// </summary>
[Trait("Category", "Integration")]
public class CampaignTests
{
    private static int Mutations => int.TryParse(Environment.GetEnvironmentVariable("SORAGUARD_CAMPAIGN"), out var n) ? n : 1000;

    public static TheoryData<string> Kinds() => ["mp4", "mp4 moov last", "mp4 update", "mp4 blocks", "mp4 chunks", "mp4 fragments", "jpeg", "png", "jpeg boxes", "png compressed", "png update", "fragment", "file of a sidecar", "sidecar"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Mutations_AreAllRejected(string kind)
    {
        var (file, validate, free) = await MakeAsync(kind);
        Assert.True(validate(file).IsValid);
        var random = new Random(77);
        for (var i = 0; i < Mutations; i++)
        {
            var (mutated, what) = i % 8 == 0 && kind != "sidecar" ? SwapBoxes(file, random) : Mutation.Apply(file, random, from: 0);
            if (OnlyTouches(free, file, mutated))
                continue;
            Assert.False(Bounds.Run(() => validate(mutated).IsValid, $"{kind}, case {i}: {what}"), $"{kind}, case {i}, accepted: {what}");
        }
    }

    /// <summary>Of the top level, as the file's format has them.</summary>
    private static (byte[] File, string What) SwapBoxes(byte[] file, Random random)
    {
        (long Start, long End)[] boxes = Asset.Open(new MemoryStream(file)) switch
        {
            // Proofs say themselves of which leaf they are: their order means nothing.
            BmffAsset bmff => [.. bmff.File.Boxes.Where(b => bmff.Boxes.All(c => c.Box != b || c.Purpose != C2paBox.Merkle)).Select(b => (b.Offset, b.End))],
            ImageAsset image => [.. image.Boxes.Select(b => (b.Start, b.End))],
            var other => throw new ArgumentException($"No boxes to swap in a {other.FormatName}."),
        };
        var first = random.Next(boxes.Length);
        var second = (first + 1 + random.Next(boxes.Length - 1)) % boxes.Length;
        var (a, b) = first < second ? (boxes[first], boxes[second]) : (boxes[second], boxes[first]);
        byte[] Part(long start, long end) => file[(int)start..(int)end];
        return ([.. Part(0, a.Start), .. Part(b.Start, b.End), .. Part(a.End, b.Start), .. Part(a.Start, a.End), .. Part(b.End, file.Length)], $"boxes {first} and {second} swapped");
    }

    private static bool OnlyTouches(IReadOnlyList<Range> free, byte[] file, byte[] mutated)
    {
        var (original, changed) = ((byte[])file.Clone(), (byte[])mutated.Clone());
        foreach (var range in free.Where(_ => mutated.Length == file.Length))
        {
            original.AsSpan(range).Clear();
            changed.AsSpan(range).Clear();
        }
        return changed.AsSpan().SequenceEqual(original);
    }

    /// <returns>Free are bytes that no hash covers because the specification leaves them out, and that mean nothing.</returns>
    private static async Task<(byte[] File, Func<byte[], ValidationResult> Validate, IReadOnlyList<Range> Free)> MakeAsync(string kind)
    {
        ValidationResult Validate(byte[] bytes) => Development.Validate(bytes);
        Range[] fileType = [0..TestMp4.Ftyp.Length];
        return kind switch
        {
            "mp4" => (Development.Sign(TestMp4.MoovFirst()), Validate, fileType),
            "mp4 moov last" => (Development.Sign(TestMp4.MoovLast()), Validate, fileType),
            "mp4 update" => (await UpdateAsync(Development.Sign(TestMp4.MoovFirst())), Validate, fileType),
            "mp4 blocks" => SignTree(TestMp4.MoovLast(), new() { BlockBytes = 100, MaxStoredHashes = 2 }),
            "mp4 chunks" => SignTree(TestMp4.MoovFirst(), new() { Leaves = MerkleLeaves.Chunks }),
            "mp4 fragments" => SignTree(TestMp4.Fragmented(4), new() { Leaves = MerkleLeaves.Fragments, MaxStoredHashes = 2 }),
            "jpeg" => Jpeg(await SignImageAsync(TestImage.Jpeg(), Development.Options)),
            "jpeg boxes" => Jpeg(await SignImageAsync(TestImage.Jpeg(), Development.Options with { HashImagesByBox = true })),
            "png" => (await SignImageAsync(TestImage.Png(), Development.Options), Validate, []),
            "png compressed" => (await SignImageAsync(TestImage.Png(), Development.Options with { CompressManifest = true }), Validate, []),
            "png update" => (await UpdateAsync(await SignImageAsync(TestImage.Png(), Development.Options)), Validate, []),
            "fragment" => await MakeFragmentAsync(),
            "sidecar" or "file of a sidecar" => await MakeSidecarAsync(isStore: kind == "sidecar"),
            _ => throw new ArgumentException($"No file of kind {kind}."),
        };
    }

    /// <summary>Free is the instance number of the first APP11 segment.</summary>
    private static (byte[], Func<byte[], ValidationResult>, IReadOnlyList<Range>) Jpeg(byte[] signed)
    {
        var at = signed.AsSpan().IndexOf("JP\u0002\u0011"u8) + 2;
        return (signed, bytes => Development.Validate(bytes), [at..(at + 2)]);
    }

    private static async Task<byte[]> SignImageAsync(byte[] image, SigningOptions options)
    {
        using var stream = new MemoryStream();
        await ImageSigner.SignAsync(new MemoryStream(image), stream, Development.ByAi(), Development.Signer, options);
        return stream.ToArray();
    }

    private static async Task<byte[]> UpdateAsync(byte[] signed)
    {
        using var stream = new MemoryStream();
        stream.Write(signed);
        var update = ManifestBuilder.Update("x", "1").AddAssertion("org.example.review", Cbor.CborValue.Map());
        await UpdateSigner.UpdateInPlaceAsync(stream, update, Development.Signer, Development.Options with { Random = new SeededRandom(2) });
        return stream.ToArray();
    }

    /// <summary>Free, beside 'ftyp', is the place of the first proof, which may be the right one or 0.</summary>
    private static (byte[], Func<byte[], ValidationResult>, IReadOnlyList<Range>) SignTree(byte[] file, MerkleOptions merkle)
    {
        var signed = Development.Sign(file, options: Development.Options with { Merkle = merkle });
        var place = (int)C2paBox.FindAll(BmffReader.Read(new MemoryStream(signed)))[0].DataOffset;
        return (signed, bytes => Development.Validate(bytes), [0..TestMp4.Ftyp.Length, place..(place + C2paBox.MerkleOffsetBytes)]);
    }

    private static async Task<(byte[] File, Func<byte[], ValidationResult> Validate, IReadOnlyList<Range> Free)> MakeFragmentAsync()
    {
        using var folder = new TemporaryFolder();
        using var init = new MemoryStream();
        byte[] Fragment(int n) => [.. Boxes.Box("moof", Boxes.Box("traf", Boxes.FullBox("tfhd", 0, 0x020000, Boxes.U32(1)))), .. Boxes.Box("mdat", [(byte)n, .. new byte[50]])];
        FragmentFile[] files = [.. Enumerable.Range(0, 3).Select(i => new FragmentFile(() => new MemoryStream(Fragment(i)), () => new FileStream(folder.PathOf($"{i}"), FileMode.OpenOrCreate, FileAccess.ReadWrite)))];
        byte[] source = [.. TestMp4.Ftyp, .. Boxes.Box("moov", Boxes.FullBox("mvhd", 0, 0, new byte[96]))];
        await FragmentSigner.SignAsync(new MemoryStream(source), init, files, Development.ByAi(), Development.Signer, Development.Options);
        var signedInit = init.ToArray();
        return (File.ReadAllBytes(folder.PathOf("1")), bytes => C2paValidator.ValidateFragmented(new MemoryStream(signedInit), [new MemoryStream(bytes)], Development.Validation), []);
    }

    private static async Task<(byte[] File, Func<byte[], ValidationResult> Validate, IReadOnlyList<Range> Free)> MakeSidecarAsync(bool isStore)
    {
        using var store = new MemoryStream();
        var file = TestImage.Png();
        await SidecarSigner.SignAsync(new MemoryStream(file), store, Development.ByAi(), Development.Signer, Development.Options);
        var signedStore = store.ToArray();
        return isStore
            ? (signedStore, bytes => C2paValidator.ValidateSidecar(new MemoryStream(file), new MemoryStream(bytes), Development.Validation), [])
            : (file, bytes => C2paValidator.ValidateSidecar(new MemoryStream(bytes), new MemoryStream(signedStore), Development.Validation), []);
    }
}
