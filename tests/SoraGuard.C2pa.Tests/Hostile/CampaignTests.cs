using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>
/// Random bytes changed, put in, taken out, cut off and boxes swapped, for each kind of file: nothing passes as intact, nothing but a
/// result or a <see cref="C2paFormatException"/> comes out, nothing hangs, nothing large is allocated. SORAGUARD_CAMPAIGN=N sets the
/// mutations of each kind.
/// </summary>
[Trait("Category", "Integration")]
public class CampaignTests
{
    private const long MaxAllocatedBytes = 64L * 1024 * 1024;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10); // far above the second the campaign is judged by: test machines stall

    private static int Mutations => int.TryParse(Environment.GetEnvironmentVariable("SORAGUARD_CAMPAIGN"), out var n) ? n : 1000;

    public static TheoryData<string> Kinds() => ["mp4", "mp4 moov last", "mp4 update", "jpeg", "png", "fragment"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Mutations_AreAllRejected(string kind)
    {
        var (file, validate, free) = await MakeAsync(kind);
        Assert.True(validate(file).IsValid);
        var random = new Random(77);
        for (var i = 0; i < Mutations; i++)
        {
            var (mutated, what) = Mutation.Apply(file, random, from: 0);
            if (mutated.AsSpan().SequenceEqual(file) || OnlyTouches(free, file, mutated))
                continue;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.False(IsValid(validate, mutated), $"{kind}, case {i}, accepted: {what}");
            Assert.True(watch.Elapsed < MaxTime, $"{kind}, case {i}, {watch.Elapsed}: {what}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocatedBytes);
        }
    }

    private static bool IsValid(Func<byte[], ValidationResult> validate, byte[] file)
    {
        try
        {
            return validate(file).IsValid;
        }
        catch (C2paFormatException)
        {
            return false;
        }
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
}
