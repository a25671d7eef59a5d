using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Generation;

/// <summary>
/// Puts the square frames of the model on a canvas of the size asked for: enlarged to the shorter side in the middle, and, where the canvas is
/// wider or higher, the same picture blurred and darkened behind it. 8-bit RGB in rows, in and out.
/// </summary>
internal sealed class DeliveryCanvas
{
    private const int BlurRadius = 4;
    private const float BehindBrightness = .6f;

    private readonly int size, side;
    private readonly FrameSize target;
    private readonly Resampler square, acrossX, acrossY;
    private readonly float[] source, blurred, wide, line;

    /// <param name="size">Pixels a side of the model's frames.</param>
    /// <param name="target">Size of the canvas.</param>
    public DeliveryCanvas(int size, FrameSize target)
    {
        (this.size, this.target) = (size, target);
        side = Math.Min(target.Width, target.Height);
        square = new(size, side, (float)size / side, 0);
        var longer = Math.Max(target.Width, target.Height);
        var step = (float)size / longer; // the picture behind covers the canvas
        acrossX = new(size, target.Width, step, (size - (target.Width * step)) / 2);
        acrossY = new(size, target.Height, step, (size - (target.Height * step)) / 2);
        source = new float[3 * size * size];
        blurred = new float[3 * size * size];
        wide = new float[3 * size * longer];
        line = new float[3 * longer];
    }

    public int Bytes => 3 * target.Width * target.Height;

    /// <summary>Fills the whole canvas.</summary>
    public void Compose(ReadOnlySpan<byte> rgb, Span<byte> canvas)
    {
        for (var i = 0; i < source.Length; i++) source[i] = rgb[i];
        if (target.Width != target.Height)
        {
            Blur();
            Enlarge(blurred, acrossX, acrossY, canvas, 0, 0, BehindBrightness);
        }
        Enlarge(source, square, square, canvas, (target.Width - side) / 2, (target.Height - side) / 2, 1);
    }

    /// <summary>The square in the middle of a canvas, averaged down to the model's size: the way back.</summary>
    public byte[] Reduce(ReadOnlySpan<byte> canvas)
    {
        var (left, top) = ((target.Width - side) / 2, (target.Height - side) / 2);
        var reduced = new byte[3 * size * size];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                for (var c = 0; c < 3; c++)
                    reduced[(3 * ((y * size) + x)) + c] = Mean(canvas, left + (x * side / size), left + ((x + 1) * side / size), top + (y * side / size), top + ((y + 1) * side / size), c);
        return reduced;
    }

    private byte Mean(ReadOnlySpan<byte> canvas, int x0, int x1, int y0, int y1, int c)
    {
        var sum = 0;
        for (var y = y0; y < y1; y++)
            for (var x = x0; x < x1; x++) sum += canvas[(3 * ((y * target.Width) + x)) + c];
        var count = (x1 - x0) * (y1 - y0);
        return (byte)((sum + (count / 2)) / count);
    }

    private void Enlarge(float[] picture, Resampler horizontal, Resampler vertical, Span<byte> canvas, int left, int top, float brightness)
    {
        var rowLength = 3 * horizontal.Length;
        for (var y = 0; y < size; y++)
            for (var c = 0; c < 3; c++) horizontal.Row(picture.AsSpan((3 * y * size) + c), 3, wide.AsSpan((y * rowLength) + c), 3);
        for (var y = 0; y < vertical.Length; y++)
        {
            vertical.Blend(y, wide, rowLength, line);
            var row = canvas.Slice(3 * (((top + y) * target.Width) + left), rowLength);
            for (var x = 0; x < rowLength; x++) row[x] = (byte)(Math.Clamp(line[x] * brightness, 0, 255) + .5f);
        }
    }

    /// <summary>Two box filters each way: close to a Gaussian, cheap at this size.</summary>
    private void Blur()
    {
        source.CopyTo(blurred, 0);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < size; i++)
                for (var c = 0; c < 3; c++)
                {
                    Box(blurred.AsSpan((3 * i * size) + c), 3);
                    Box(blurred.AsSpan((3 * i) + c), 3 * size);
                }
        }
    }

    private void Box(Span<float> samples, int stride)
    {
        Span<float> copy = stackalloc float[size];
        for (var i = 0; i < size; i++) copy[i] = samples[i * stride];
        for (var i = 0; i < size; i++)
        {
            var sum = 0f;
            for (var k = -BlurRadius; k <= BlurRadius; k++) sum += copy[Math.Clamp(i + k, 0, size - 1)];
            samples[i * stride] = sum / ((2 * BlurRadius) + 1);
        }
    }
}
