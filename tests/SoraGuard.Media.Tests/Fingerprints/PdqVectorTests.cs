using System.Globalization;
using SoraGuard.Media.Fingerprints;
using SoraGuard.Media.Video;
using SoraGuard.TestData;

namespace SoraGuard.Media.Tests.Fingerprints;

/// <summary>
/// The published vectors of facebook/ThreatExchange. Their own tests allow 16 bits between decoders, whatever the quality; ffmpeg is told to decode JPEG with
/// the integer transform of libjpeg, which made the vectors, and without its shortcuts in colour.
/// </summary>
[Trait("Category", "Integration")]
public sealed class PdqVectorTests : IDisposable
{
    private const int PublishedTolerance = 16;

    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> Vectors { get; } = ReadVectors();

    public void Dispose() => _folder.Dispose();

    [SharedDataTheory("fingerprints")]
    [MemberData(nameof(Vectors))]
    public async Task A_published_picture_has_its_published_hash(string file, string expected)
    {
        var spectrum = await ReadAsync(file);

        Assert.InRange(spectrum.Hash().DistanceTo(PdqHash.Parse(expected)), 0, PublishedTolerance);
    }

    // rotate-90 and its siblings: the picture itself was turned and hashed; here its original's frequencies are.
    [SharedDataTheory("fingerprints")]
    [InlineData(Dihedral.Original, "bridge-1-original.jpg")]
    [InlineData(Dihedral.Rotate90, "bridge-2-rotate-90.jpg")]
    [InlineData(Dihedral.Rotate180, "bridge-3-rotate-180.jpg")]
    [InlineData(Dihedral.Rotate270, "bridge-4-rotate-270.jpg")]
    [InlineData(Dihedral.FlipX, "bridge-5-flipx.jpg")]
    [InlineData(Dihedral.FlipY, "bridge-6-flipy.jpg")]
    [InlineData(Dihedral.FlipPlus1, "bridge-7-flip-plus-1.jpg")]
    [InlineData(Dihedral.FlipMinus1, "bridge-8-flip-minus-1.jpg")]
    public async Task A_turned_picture_has_the_hash_that_follows_from_the_original(Dihedral laid, string file)
    {
        var original = await ReadAsync("reg-test-input/dih/bridge-1-original.jpg");

        var published = PdqHash.Parse(Vectors.Single(v => (string)v[0] == "reg-test-input/dih/" + file)[1].ToString());
        Assert.InRange(original.Hash(laid).DistanceTo(published), 0, PublishedTolerance);
    }

    // Every frame of whole clips, quality too: frame, quality, hash, seconds. As there, frames of low quality are not compared: their hashes are noise.
    [SharedDataTheory("fingerprints")]
    [InlineData("tmk_chair_sd.mp4", "chair-orig-22-sd-bar")]
    [InlineData("tmk_doorknob_hd.mp4", "doorknob-hd-no-bar")]
    [InlineData("tmk_pattern_hd.mp4", "pattern-hd-no-bar")]
    public async Task Every_frame_of_a_published_clip_has_its_published_hash_and_quality(string clip, string published)
    {
        var lines = await File.ReadAllLinesAsync(SharedData.PathOf("fingerprints", "vpdq", published + ".txt"));
        var (tools, hasher, path) = (await Ffmpeg.Tools, new PdqHasher(), SharedData.PathOf("clips", clip));
        await using var reader = FrameReader.Open(tools, path, await new VideoProbe(tools).ProbeAsync(path), new FrameRequest { Format = RawFormat.Gray });
        var frame = new byte[reader.FrameBytes];
        var distances = new List<int>();
        while (await reader.ReadAsync(frame))
        {
            var expected = lines[reader.FramesRead - 1].Split(',');
            var spectrum = hasher.Read(frame, reader.Width, reader.Height);
            Assert.InRange(spectrum.Quality - int.Parse(expected[1], CultureInfo.InvariantCulture), -1, 1);
            if (spectrum.Quality > 49)
                distances.Add(spectrum.Hash().DistanceTo(PdqHash.Parse(expected[2])));
        }

        Assert.Equal(lines.Length, reader.FramesRead);
        Assert.InRange(distances.Count, 30, lines.Length);
        Assert.InRange(distances.Max(), 0, PublishedTolerance);
        Assert.InRange(distances.Average(), 0, 6);
    }

    private async Task<PdqSpectrum> ReadAsync(string file)
    {
        var source = SharedData.PathOf(["fingerprints", "pdq", "pdq", "data", .. file.Split('/')]);
        string[] decoder = source.EndsWith(".jpg", StringComparison.Ordinal) ? ["-idct", "int"] : [];
        Ffmpeg.Run([.. decoder, "-i", source, "-sws_flags", "bicubic+accurate_rnd+full_chroma_int", "-pix_fmt", "rgb24", _folder["picture.png"]]);
        return new PdqHasher().Read(await new StillImageReader(await Ffmpeg.Tools).ReadAsync(_folder["picture.png"]));
    }

    /// <summary>Those of the Python and of the WebAssembly tests whose picture is there (misc-images/b.jpg is in neither's data).</summary>
    private static TheoryData<string, string> ReadVectors()
    {
        var folder = SharedData.PathOf("fingerprints", "pdq");
        if (!Directory.Exists(folder))
            return new() { { "", "" } };
        var python = File.ReadAllLines(Path.Combine(folder, "expected_python.txt")).Select(l => l.Trim(' ', '"')).Where(l => l.Length > 0 && !l.StartsWith('/'));
        var wasm = File.ReadAllLines(Path.Combine(folder, "PDQMD5TestData.csv")).Skip(1).Select(l => l.Split(','))
            .Where(row => !row[0].EndsWith(".mp4", StringComparison.Ordinal)).Select(row => (File: row[0].Split("data/")[^1], Hash: row[1]));
        var vectors = new TheoryData<string, string>();
        foreach (var (file, hash) in python.Chunk(2).Select(pair => (File: pair[0], Hash: pair[1])).Concat(wasm).Where(v => v.File != "misc-images/b.jpg").Distinct())
            vectors.Add(file, hash);
        return vectors;
    }
}
