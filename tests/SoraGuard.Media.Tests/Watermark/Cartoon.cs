using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Watermark;

/// <summary>What a small video generator draws: flat sky, a sea, a boat, a sun, 64 x 64 pixels, scaled up to 1280 x 720. Nothing in it hides a watermark.</summary>
public static class Cartoon
{
    private const int Side = 64;
    private const int Count = 96;

    public enum Scene
    {
        /// <summary>A boat sails across a picture that stands still.</summary>
        Boat,

        /// <summary>The camera pans.</summary>
        Pan,
    }

    public static void Draw(string path, Scene scene)
    {
        var raw = path + ".rgb";
        using (var file = File.Create(raw))
            for (var n = 0; n < Count; n++)
                file.Write(Frame(scene, n / (double)Count));
        Ffmpeg.Run(
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "64x64", "-r", "24", "-i", raw, "-vf", "scale=1280:720:flags=bicubic",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p", path);
        File.Delete(raw);
    }

    private static byte[] Frame(Scene scene, double time)
    {
        var frame = new byte[RawFrame.Bytes(RawFormat.Rgb24, Side, Side)];
        var (pan, boat) = scene == Scene.Pan ? (20 * time, 40.0) : (0, 10 + 44 * time);
        for (var i = 0; i < Side * Side; i++)
        {
            var (x, y) = (i % Side + pan, i / Side);
            var color = (R: 90.0 + y, G: 150.0 + y * 0.8, B: 230.0 - y * 0.3);
            color = Over(color, (250, 230, 90), 6 - Math.Sqrt((x - 50) * (x - 50) + (y - 12) * (y - 12)));
            color = Over(color, (20, 80, 140), y - 38 - 2 * Math.Sin(x / 5 + 8 * time));
            color = Over(color, (210, 40, 40), 8 - Math.Sqrt((x - boat) * (x - boat) + 2.56 * (y - 36) * (y - 36)));
            (frame[3 * i], frame[3 * i + 1], frame[3 * i + 2]) = ((byte)color.R, (byte)color.G, (byte)color.B);
        }

        return frame;
    }

    private static (double R, double G, double B) Over((double R, double G, double B) below, (double R, double G, double B) above, double distance)
    {
        var share = Math.Clamp(distance, 0, 1);
        return (double.Lerp(below.R, above.R, share), double.Lerp(below.G, above.G, share), double.Lerp(below.B, above.B, share));
    }
}
