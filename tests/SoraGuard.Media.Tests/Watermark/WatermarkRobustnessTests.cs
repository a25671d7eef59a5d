using SoraGuard.TestData;

namespace SoraGuard.Media.Tests.Watermark;

/// <summary>
/// What happens to clips out there, done by ffmpeg to clips as they are delivered (CRF 14). Every copy must give the full payload back; no copy may
/// answer to another key; the clip that was never marked may answer to none.
/// </summary>
[Trait("Category", "Integration")]
public sealed class WatermarkRobustnessTests : IDisposable
{
    private static readonly (string Name, string[] Arguments)[] s_attacks =
    [
        ("re-encode, CRF 23", Encode("null", 23)),
        ("re-encode, CRF 28", Encode("null", 28)),
        ("short side 480, CRF 28", Encode("scale='if(gt(iw,ih),-2,480)':'if(gt(iw,ih),480,-2)'", 28)),
        ("crop to 71 % of each side, CRF 28", Encode("crop=iw*0.71:ih*0.71", 28)),
        ("mirror image, CRF 28", Encode("hflip", 28)),
        ("half the brightness, CRF 28", Encode("lutrgb=r=val*0.5:g=val*0.5:b=val*0.5", 28)),
        ("metadata stripped", ["-map_metadata", "-1", "-c", "copy"]),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("testsrc2=s=1280x720:r=24:d=4")]
    [InlineData("gradients=s=1280x720:r=24:speed=0.02:d=4:seed=3")]
    [InlineData("mandelbrot=s=1280x720:r=24")]
    public async Task GeneratedClips_KeepTheirMark(string source)
    {
        Ffmpeg.Make(_folder["source.mp4"], source, "-t", "4");

        await AssertSurvives(_folder["source.mp4"]);
    }

    [Theory]
    [InlineData(Cartoon.Scene.Boat)]
    [InlineData(Cartoon.Scene.Pan)]
    public async Task SmoothCartoons_KeepTheirMark(Cartoon.Scene scene)
    {
        Cartoon.Draw(_folder["source.mp4"], scene);

        await AssertSurvives(_folder["source.mp4"]);
    }

    [SharedDataTheory("clips")]
    [InlineData("tmk_doorknob_hd.mp4")]
    [InlineData("sam2_cups.mp4")]
    public async Task Footage_KeepsItsMark(string name)
    {
        Ffmpeg.Run("-i", SharedData.PathOf("clips", name), "-an", "-t", "4", "-c:v", "libx264", "-preset", "veryfast", "-crf", "10", _folder["source.mp4"]);

        await AssertSurvives(_folder["source.mp4"]);
    }

    private async Task AssertSurvives(string source)
    {
        var tools = await Ffmpeg.Tools;
        var options = new MarkOptions { Key = Pictures.Key, Id = Pictures.Id, SurvivalCrf = null };
        var result = await new VideoMarker(tools).MarkAsync(source, _folder["marked.mp4"], options);
        Assert.Empty(result.HeldBecause);
        Assert.InRange(result.PsnrY, 48, 49);

        var lost = new List<string>();
        foreach (var (name, arguments) in s_attacks)
        {
            Ffmpeg.Run(["-i", _folder["marked.mp4"], .. arguments, _folder["attacked.mkv"]]);
            var reading = await new MarkReader(tools).ReadAsync(_folder["attacked.mkv"], [Pictures.Key, Pictures.OtherKey]);
            if (reading.Watermarks[0].Payload != Pictures.Id)
                lost.Add($"{name}: z {reading.Watermarks[0].Z:0.0}");
            Assert.False(reading.Watermarks[1].Found, name);
        }

        Assert.Empty(lost);
        Assert.False((await new MarkReader(tools).ReadAsync(source, [Pictures.Key])).Watermarks[0].Found);
    }

    private static string[] Encode(string filter, int crf) =>
        ["-vf", filter, "-c:v", "libx264", "-preset", "medium", "-threads", "2", "-pix_fmt", "yuv420p", "-crf", $"{crf}"];
}
