using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

/// <summary>Luma planes to mark, the same on every run.</summary>
internal static class Pictures
{
    public static WatermarkKey Key { get; } = WatermarkKey.FromSecret("a secret of thirty-two bytes ..."u8);

    public static WatermarkKey OtherKey { get; } = WatermarkKey.FromSecret("another one of thirty-two bytes."u8);

    public static WatermarkId Id { get; } = new(0x5A17C0DE12345678);

    public static byte[] Flat(int width, int height, byte level)
    {
        var plane = new byte[width * height];
        Array.Fill(plane, level);
        return plane;
    }

    /// <summary>Slopes, edges and grain: a little of what photographs have.</summary>
    public static byte[] Scene(int width, int height, int seed = 1)
    {
        var random = new Random(seed);
        var plane = new byte[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var slope = 60 + 120.0 * x / width;
                var box = x > width / 3 && x < width / 2 && y > height / 4 && y < height / 2 ? 50 : 0;
                var grain = y > height / 2 ? random.Next(-12, 13) : random.Next(-1, 2);
                plane[y * width + x] = (byte)Math.Clamp(slope + box + 20 * Math.Sin(x * 0.05 + y * 0.09) + grain, 0, 255);
            }

        return plane;
    }

    public static byte[] Marked(byte[] plane, int width, int height, WatermarkKey? key = null, double psnr = WatermarkEmbedder.DefaultPsnr)
    {
        var marked = (byte[])plane.Clone();
        new WatermarkEmbedder(width, height, key ?? Key, Id, psnr).Embed(marked);
        return marked;
    }

    public static byte[] Crop(byte[] plane, int width, int x, int y, int cropWidth, int cropHeight)
    {
        var crop = new byte[cropWidth * cropHeight];
        for (var row = 0; row < cropHeight; row++)
            plane.AsSpan((y + row) * width + x, cropWidth).CopyTo(crop.AsSpan(row * cropWidth));
        return crop;
    }

    public static byte[] Mirror(byte[] plane, int width)
    {
        var mirrored = (byte[])plane.Clone();
        for (var row = 0; row < plane.Length; row += width)
            Array.Reverse(mirrored, row, width);
        return mirrored;
    }

    /// <summary>Detects in frames of the working size.</summary>
    public static WatermarkDetection Detect(int width, int height, WatermarkKey key, params byte[][] frames)
    {
        var detector = new WatermarkDetector(width, height, framesPerSecond: 10);
        foreach (var frame in frames)
            detector.Add(frame);
        return detector.Detect(key);
    }
}
