using SoraGuard.Media.Video;

namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// Computes PDQ from pictures: luma, two passes of box filters along rows and columns, a 64 x 64 reduction, a 16 x 16 cosine transform, the median as threshold
/// (facebook/ThreatExchange, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"). Its buffers are used again: not thread-safe.
/// </summary>
public sealed class PdqHasher
{
    /// <summary>Shortest side of a picture that is hashed; a smaller one is answered with a hash of zeros and quality 0, as the definition wants.</summary>
    public const int ShortestSide = 5;

    private float[] _luma = [];
    private float[] _work = [];
    private float[] _sums = [];

    /// <summary>Looks at a grey picture: luma, full range, one byte a pixel, rows without padding.</summary>
    /// <exception cref="ArgumentException">There are not width times height bytes.</exception>
    public PdqSpectrum Read(ReadOnlySpan<byte> grey, int width, int height) => Read(grey, width, height, FrameArea.Whole);

    /// <summary>Looks at a part of a grey picture as if it were all of it.</summary>
    /// <exception cref="ArgumentException">There are not width times height bytes, or the area lies outside.</exception>
    public PdqSpectrum Read(ReadOnlySpan<byte> grey, int width, int height, FrameArea area)
    {
        CheckLength(grey.Length, width, height, bytesPerPixel: 1);
        var (left, top, areaWidth, areaHeight) = area.Pixels(width, height);
        Reserve(areaWidth, areaHeight);
        for (var y = 0; y < areaHeight; y++)
        {
            var row = grey.Slice((top + y) * width + left, areaWidth);
            var target = _luma.AsSpan(y * areaWidth, areaWidth);
            for (var x = 0; x < areaWidth; x++)
                target[x] = row[x];
        }

        return Reduce(areaWidth, areaHeight);
    }

    /// <summary>Looks at a picture in colour.</summary>
    /// <exception cref="ArgumentException">There are not three bytes for each pixel.</exception>
    public PdqSpectrum Read(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckLength(image.Pixels.Length, image.Width, image.Height, bytesPerPixel: 3);
        Reserve(image.Width, image.Height);
        for (var i = 0; i < image.Width * image.Height; i++) // ITU-R BT.601
            _luma[i] = 0.299f * image.Pixels[3 * i] + 0.587f * image.Pixels[3 * i + 1] + 0.114f * image.Pixels[3 * i + 2];
        return Reduce(image.Width, image.Height);
    }

    private PdqSpectrum Reduce(int width, int height)
    {
        Span<float> grid = stackalloc float[PdqSpectrum.Grid * PdqSpectrum.Grid];
        grid.Clear();
        if (width >= ShortestSide && height >= ShortestSide)
        {
            JaroszFilter.Blur(_luma.AsSpan(0, width * height), _work.AsSpan(0, width * height), _sums, width, height, PdqSpectrum.Grid);
            for (var y = 0; y < PdqSpectrum.Grid; y++)
                for (var x = 0; x < PdqSpectrum.Grid; x++)
                    grid[y * PdqSpectrum.Grid + x] = _luma[Centre(y, height) * width + Centre(x, width)];
        }

        return new PdqSpectrum(grid);
    }

    private static int Centre(int cell, int side) => (int)((cell + 0.5) * side / PdqSpectrum.Grid);

    private void Reserve(int width, int height)
    {
        if (_luma.Length < width * height)
            (_luma, _work) = (new float[width * height], new float[width * height]);
        if (_sums.Length < width)
            _sums = new float[width];
    }

    private static void CheckLength(int length, int width, int height, int bytesPerPixel)
    {
        if (width <= 0 || height <= 0 || length != (long)width * height * bytesPerPixel)
            throw new ArgumentException($"A picture of {width}x{height} has {(long)width * height * bytesPerPixel} bytes, not {length}.");
    }
}
