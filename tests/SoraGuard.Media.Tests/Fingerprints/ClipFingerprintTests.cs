using SoraGuard.Media.Fingerprints;
using SoraGuard.TestData;

namespace SoraGuard.Media.Tests.Fingerprints;

/// <summary>Real footage, treated by ffmpeg as the world treats it, and asked for again.</summary>
[Trait("Category", "Integration")]
public sealed class ClipFingerprintTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataTheory("clips")]
    [InlineData("-crf", "35")]
    [InlineData("-vf", "scale=-2:360")]
    [InlineData("-vf", "hflip")]
    [InlineData("-vf", "lutyuv=y=val*0.6")]
    [InlineData("-r", "15")]
    [InlineData("-vf", "crop=iw*0.71:ih*0.71")]
    [InlineData("-vf", "crop=iw*0.71:ih*0.71:0:0,scale=-2:240")]
    [InlineData("-vf", "hflip,crop=iw*0.71:ih*0.71")]
    public async Task A_treated_copy_is_the_clip(params string[] treatment)
    {
        var registered = await ReadAsync(SharedData.PathOf("clips", "sam2_juggle.mp4"));
        var copy = Treat("sam2_juggle.mp4", treatment);

        // What an index is asked with; then every frame, once the clip is known.
        Assert.InRange(FingerprintMatch.Of(await ReadAsync(copy), registered).QueryPercent, 25, 100);
        Assert.True(FingerprintMatch.Of(await ReadAsync(copy, FingerprintOptions.EveryFrame), registered).ContainsCompared);
    }

    [SharedDataTheory("clips")]
    [InlineData("tmk_pattern_hd.mp4")]
    [InlineData("sam2_juggle.mp4")]
    [InlineData("sam2_dog.mp4")]
    public async Task A_piece_of_a_clip_is_found_in_it(string source)
    {
        var piece = Treat(source, "-ss", "1.37", "-t", "2.5");

        var match = FingerprintMatch.Of(await ReadAsync(piece), await ReadAsync(SharedData.PathOf("clips", source)));

        Assert.True(match is { IsPart: true, QueryPercent: 100 });
        Assert.InRange(match.StartSeconds!.Value, 1, 4);
    }

    [SharedDataFact("clips")]
    public async Task Other_footage_has_no_frame_in_common()
    {
        var juggler = await ReadAsync(SharedData.PathOf("clips", "sam2_juggle.mp4"));
        foreach (var other in (string[])["sam2_dog.mp4", "tmk_pattern_hd.mp4"])
            Assert.Equal(0, FingerprintMatch.Of(await ReadAsync(SharedData.PathOf("clips", other)), juggler).ComparedPercent);
    }

    [Fact]
    public async Task Every_shot_has_a_key_frame_and_what_is_flat_has_none()
    {
        Ffmpeg.Make(_folder["shots.mp4"], "testsrc2=s=320x180:r=25:d=0.6[a];mandelbrot=s=320x180:r=25,trim=duration=0.6[b];color=gray:s=320x180:r=25:d=1[c];[a][b][c]concat=n=3");

        var clip = await ReadAsync(_folder["shots.mp4"]);

        Assert.Contains(clip.KeyFrames, frame => frame.Seconds < 0.6);
        Assert.Contains(clip.KeyFrames, frame => frame.Seconds is >= 0.6 and < 1.2);
        Assert.DoesNotContain(clip.KeyFrames, frame => frame.Seconds >= 1.2);
    }

    private string Treat(string source, params string[] treatment)
    {
        Ffmpeg.Run(["-i", SharedData.PathOf("clips", source), .. treatment, "-c:v", "libx264", "-preset", "veryfast", "-an", _folder["copy.mp4"]]);
        return _folder["copy.mp4"];
    }

    private static async Task<ClipFingerprint> ReadAsync(string path, FingerprintOptions? options = null) => await new ClipFingerprinter(await Ffmpeg.Tools, options).ReadAsync(path);
}
