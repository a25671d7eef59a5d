using SoraGuard.C2pa.Assets;
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

    public static TheoryData<string> Kinds() => ["mp4", "mp4 moov last", "mp4 update", "jpeg", "png", "fragment", "file of a sidecar", "sidecar"];

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
            if (mutated.AsSpan().SequenceEqual(file) || OnlyTouches(free, file, mutated))
                continue;
            Assert.False(Bounds.Run(() => validate(mutated).IsValid, $"{kind}, case {i}: {what}"), $"{kind}, case {i}, accepted: {what}");
        }
    }

    /// <summary>Of the top level, as the file's format has them.</summary>
    private static (byte[] File, string What) SwapBoxes(byte[] file, Random random)
    {
        (long Start, long End)[] boxes = Asset.Open(new MemoryStream(file)) switch
        {
            BmffAsset bmff => [.. bmff.File.Boxes.Select(b => (b.Offset, b.End))],
            ImageAsset image => [.. image.Boxes.Select(b => (b.Start, b.End))],
            var other => throw new ArgumentException($"No boxes to swap in a {other.FormatName}."),
        };
        var first = random.Next(boxes.Length);
        var second = (first + 1 + random.Next(boxes.Length - 1)) % boxes.Length;
        var (a, b) = first < second ? (boxes[first], boxes[second]) : (boxes[second], boxes[first]);
        byte[] Part(long start, long end) => file[(int)start..(int)end];
        return ([.. Part(0, a.Start), .. Part(b.Start, b.End), .. Part(a.End, b.Start), .. Part(a.Start, a.End), .. Part(b.End, file.Length)], $"boxes {first} and {second} swapped");
    }

    /// <summary>Bytes that no hash covers because the specification leaves them out, and that mean nothing: 'ftyp', the instance number of a JPEG's APP11.</summary>
    private static bool OnlyTouches(Range free, byte[] file, byte[] mutated)
    {
        var (start, length) = free.GetOffsetAndLength(file.Length);
        return mutated.Length == file.Length && mutated.AsSpan(0, start).SequenceEqual(file.AsSpan(0, start))
            && mutated.AsSpan(start + length).SequenceEqual(file.AsSpan(start + length));
    }

    private static async Task<(byte[] File, Func<byte[], ValidationResult> Validate, Range Free)> MakeAsync(string kind)
    {
        ValidationResult Validate(byte[] bytes) => Development.Validate(bytes);
        switch (kind)
        {
            case "mp4":
                return (Development.Sign(TestMp4.MoovFirst()), Validate, ..TestMp4.Ftyp.Length);
            case "mp4 moov last":
                return (Development.Sign(TestMp4.MoovLast()), Validate, ..TestMp4.Ftyp.Length);
            case "mp4 update":
                using (var stream = new MemoryStream())
                {
                    stream.Write(Development.Sign(TestMp4.MoovFirst()));
                    var update = ManifestBuilder.Update("x", "1").AddAssertion("org.example.review", Cbor.CborValue.Map());
                    await UpdateSigner.UpdateInPlaceAsync(stream, update, Development.Signer, Development.Options with { Random = new SeededRandom(2) });
                    return (stream.ToArray(), Validate, ..TestMp4.Ftyp.Length);
                }
            case "fragment":
                return await MakeFragmentAsync();
            case "sidecar" or "file of a sidecar":
                return await MakeSidecarAsync(isStore: kind == "sidecar");
            default:
                using (var stream = new MemoryStream())
                {
                    await ImageSigner.SignAsync(new MemoryStream(kind == "jpeg" ? TestImage.Jpeg() : TestImage.Png()), stream, Development.ByAi(), Development.Signer, Development.Options);
                    var instance = stream.ToArray().AsSpan().IndexOf("JP\u0002\u0011"u8) + 2;
                    return (stream.ToArray(), Validate, kind == "jpeg" ? instance..(instance + 2) : ..0);
                }
        }
    }

    private static async Task<(byte[] File, Func<byte[], ValidationResult> Validate, Range Free)> MakeFragmentAsync()
    {
        using var folder = new TemporaryFolder();
        using var init = new MemoryStream();
        byte[] Fragment(int n) => [.. Boxes.Box("moof", Boxes.Box("traf", Boxes.FullBox("tfhd", 0, 0x020000, Boxes.U32(1)))), .. Boxes.Box("mdat", [(byte)n, .. new byte[50]])];
        FragmentFile[] files = [.. Enumerable.Range(0, 3).Select(i => new FragmentFile(() => new MemoryStream(Fragment(i)), () => new FileStream(folder.PathOf($"{i}"), FileMode.OpenOrCreate, FileAccess.ReadWrite)))];
        byte[] source = [.. TestMp4.Ftyp, .. Boxes.Box("moov", Boxes.FullBox("mvhd", 0, 0, new byte[96]))];
        await FragmentSigner.SignAsync(new MemoryStream(source), init, files, Development.ByAi(), Development.Signer, Development.Options);
        var signedInit = init.ToArray();
        return (File.ReadAllBytes(folder.PathOf("1")), bytes => C2paValidator.ValidateFragmented(new MemoryStream(signedInit), [new MemoryStream(bytes)], Development.Validation), ..0);
    }

    private static async Task<(byte[] File, Func<byte[], ValidationResult> Validate, Range Free)> MakeSidecarAsync(bool isStore)
    {
        using var store = new MemoryStream();
        var file = TestImage.Png();
        await SidecarSigner.SignAsync(new MemoryStream(file), store, Development.ByAi(), Development.Signer, Development.Options);
        var signedStore = store.ToArray();
        return isStore
            ? (signedStore, bytes => C2paValidator.ValidateSidecar(new MemoryStream(file), new MemoryStream(bytes), Development.Validation), ..0)
            : (file, bytes => C2paValidator.ValidateSidecar(new MemoryStream(bytes), new MemoryStream(signedStore), Development.Validation), ..0);
    }
}
