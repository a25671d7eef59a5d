using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Generation;

/// <summary>Fits a picture into a size by filling it and cutting off what stands over, evenly on both sides.</summary>
internal static class Cover
{
    /// <summary>The size to scale to, proportions kept, so that the picture covers the target; even in both directions.</summary>
    public static FrameSize SizeOf(FrameSize picture, FrameSize target)
    {
        var scale = Math.Max((double)target.Width / picture.Width, (double)target.Height / picture.Height);
        static int Even(double length) => 2 * (int)Math.Ceiling(length / 2 - 1e-9);
        return new(Math.Max(target.Width, Even(picture.Width * scale)), Math.Max(target.Height, Even(picture.Height * scale)));
    }

    /// <summary>The middle of an RGB picture in the target's proportions, scaled to the target by the nearest pixel.</summary>
    public static byte[] Crop(ReadOnlySpan<byte> rgb, FrameSize picture, FrameSize target)
    {
        var scale = Math.Min((double)picture.Width / target.Width, (double)picture.Height / target.Height);
        var (left, top) = ((picture.Width - (target.Width * scale)) / 2, (picture.Height - (target.Height * scale)) / 2);
        var cropped = new byte[3 * target.Width * target.Height];
        for (var y = 0; y < target.Height; y++)
        {
            var row = Math.Min(picture.Height - 1, (int)(top + ((y + .5) * scale))) * picture.Width;
            for (var x = 0; x < target.Width; x++)
            {
                var column = Math.Min(picture.Width - 1, (int)(left + ((x + .5) * scale)));
                rgb.Slice(3 * (row + column), 3).CopyTo(cropped.AsSpan(3 * ((y * target.Width) + x)));
            }
        }
        return cropped;
    }
}
