using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Video;

[Trait("Category", "Integration")]
public sealed class StillImageReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("png", "png")]
    [InlineData("jpg", "mjpeg")]
    [InlineData("webp", "libwebp")]
    public async Task ReadAsync_DeliversThePixels(string extension, string codec)
    {
        var path = _folder["picture." + extension];
        Ffmpeg.Run("-f", "lavfi", "-i", "color=0xC82814:s=48x32", "-frames:v", "1", "-c:v", codec, "-q:v", "2", path);

        var image = await new StillImageReader(await Ffmpeg.Tools).ReadAsync(path);

        Assert.Equal((48, 32, 48 * 32 * 3), (image.Width, image.Height, image.Pixels.Length));
        var middle = image.Pixels.AsSpan(3 * (16 * 48 + 24), 3);
        Assert.InRange(middle[0], 0xC8 - 6, 0xC8 + 6);
        Assert.InRange(middle[1], 0x28 - 6, 0x28 + 6);
        Assert.InRange(middle[2], 0x14 - 6, 0x14 + 6);
    }

    [Fact]
    public async Task ReadAsync_OfAVideo_IsNotMedia()
    {
        Ffmpeg.Make(_folder["a.png"] + ".mp4", "testsrc2=s=64x64:d=0.2");
        File.Move(_folder["a.png"] + ".mp4", _folder["a.png"]);

        Assert.Equal(MediaError.NotMedia, await Failure(_folder["a.png"]));
    }

    [Fact]
    public async Task ReadAsync_OfHalfAPicture_IsTruncated()
    {
        var path = _folder["a.png"];
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1", path);
        using (var file = File.OpenWrite(path))
            file.SetLength(file.Length / 2);

        Assert.Equal(MediaError.Truncated, await Failure(path));
    }

    [Fact]
    public async Task ReadAsync_OfAPixelFlood_IsTooLarge()
    {
        var path = _folder["flood.png"];
        Ffmpeg.Run("-f", "lavfi", "-i", "color=black:s=8000x8000", "-frames:v", "1", path);

        Assert.Equal(MediaError.TooLarge, await Failure(path));
    }

    private static async Task<MediaError> Failure(string path)
    {
        var tools = await Ffmpeg.Tools;
        return (await Assert.ThrowsAsync<MediaException>(() => new StillImageReader(tools).ReadAsync(path))).Reason;
    }
}
