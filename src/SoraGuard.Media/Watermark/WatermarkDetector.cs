namespace SoraGuard.Media.Watermark;

/// <summary>
/// Looks for the watermark in a clip, with nothing but the clip and a key. Frames are added one by one; then any number of keys may be asked
/// for. Memory: at most 64 pictures of the working size. Not thread-safe.
/// </summary>
/// <remarks>
/// Looked for, in this order: the full frame at any size; its mirror image; then crops down to 45 % of the short side and canvases up to 135 %, upright
/// and mirrored, at any offset. Rotation and changes of aspect are not looked for.
/// </remarks>
public sealed class WatermarkDetector
{
    /// <summary>Short side of the pictures worked on, in pixels. More buys nothing: the mark's shortest wave is 2.8 pixels long here.</summary>
    public const int WorkingShortSide = 360;

    /// <summary>
    /// A mark whose payload cannot be read counts as found when chance gives as much at most this often, over all that was tried. With the at most three
    /// payloads read and checked against 32 bits, a clip without the mark is taken for marked at most once in 10⁹.
    /// </summary>
    public const double AcceptedFalsePositives = 3e-10;

    private const int WorkingLongSide = 1280;
    private const double WindowSeconds = 1;

    private readonly int _width;
    private readonly int _height;
    private readonly double _unitsPerPixelX;
    private readonly double _unitsPerPixelY;
    private readonly double _framesPerSecond;
    private readonly WindowedResidual _residual;

    /// <summary>Prepares for a clip whose frames come at the size of <see cref="WorkingSize"/>.</summary>
    /// <param name="clipWidth">Width of the clip itself, in pixels.</param>
    /// <param name="clipHeight">Height of the clip itself.</param>
    /// <param name="framesPerSecond">Rate of the frames that will be added; it only scales the spans.</param>
    public WatermarkDetector(int clipWidth, int clipHeight, double framesPerSecond)
    {
        if (!(framesPerSecond > 0))
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, "A frame rate is positive.");
        (_width, _height) = WorkingSize(clipWidth, clipHeight);
        var unitsPerClipPixel = (double)MarkLayout.ShortSideUnits / Math.Min(clipWidth, clipHeight);
        _unitsPerPixelX = unitsPerClipPixel * clipWidth / _width;
        _unitsPerPixelY = unitsPerClipPixel * clipHeight / _height;
        _framesPerSecond = framesPerSecond;
        _residual = new WindowedResidual(_width, _height, Math.Max((int)Math.Round(framesPerSecond * WindowSeconds), 1));
    }

    /// <summary>The size to which grey frames of a clip must be scaled (by area averaging) before they are added: the clip's own when it is small.</summary>
    public static (int Width, int Height) WorkingSize(int clipWidth, int clipHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clipWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clipHeight);
        var (shortSide, longSide) = (Math.Min(clipWidth, clipHeight), Math.Max(clipWidth, clipHeight));
        var shrink = Math.Min(1, Math.Min((double)WorkingShortSide / shortSide, (double)WorkingLongSide / longSide));
        return (Math.Max((int)Math.Round(clipWidth * shrink), 1), Math.Max((int)Math.Round(clipHeight * shrink), 1));
    }

    /// <summary>Adds the next frame: grey, one byte a pixel, of the working size.</summary>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    public void Add(ReadOnlySpan<byte> grey)
    {
        if (grey.Length != _width * _height)
            throw new ArgumentException($"A frame of the working size {_width}x{_height} has {_width * _height} bytes, not {grey.Length}.", nameof(grey));
        _residual.Add(grey);
    }

    /// <summary>
    /// Looks for one key's mark in all that was added. Takes some milliseconds when the clip is a full frame, about a second when there is no mark.
    /// </summary>
    public WatermarkDetection Detect(WatermarkKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var search = new SyncSearch(_residual.Sum(), _width, _height, _unitsPerPixelX, _unitsPerPixelY, key.Layout);
        var finder = new MarkFinder(search, key);
        var finding = finder.Find(cancellationToken);
        return new WatermarkDetection
        {
            Found = finding.Found,
            Valid = finding.Payload is not null,
            Payload = finding.Payload,
            Z = finding.Peak.Z,
            RawBitErrorRate = finding.RawBitErrorRate,
            FalsePositiveBound = finding.FalsePositiveBound,
            Spans = finding.Found ? Spans(key, finding) : [],
            Geometry = finding.Found ? Geometry(finding.Peak) : null,
            Searched = new SearchedSpace(
                _residual.Frames,
                _residual.Frames / _framesPerSecond,
                _residual.FramesPerWindow / _framesPerSecond,
                finding.LowestScale,
                finding.HighestScale,
                search.Hypotheses,
                finder.DecodeAttempts),
        };
    }

    private static MarkGeometry Geometry(SyncPeak peak) => new(
        peak.Scale, peak.Flipped, peak.OffsetX / MarkLayout.ShortSideUnits, peak.OffsetY / MarkLayout.ShortSideUnits);

    private List<MarkSpan> Spans(WatermarkKey key, MarkFinding finding)
    {
        var sent = finding.Payload is { } id ? MarkPayload.Encode(id, key) : null;
        var spans = new List<MarkSpan>();
        for (var i = 0; i < _residual.Windows.Count; i++)
        {
            if (!SeenIn(_residual.Windows[i], key, finding.Peak, sent))
                continue;
            var start = i * _residual.FramesPerWindow / _framesPerSecond;
            var end = Math.Min((i + 1) * _residual.FramesPerWindow, _residual.Frames) / _framesPerSecond;
            if (spans.Count > 0 && spans[^1].EndSeconds >= start)
                spans[^1] = spans[^1] with { EndSeconds = end };
            else
                spans.Add(new MarkSpan(start, end));
        }

        return spans;
    }

    private bool SeenIn(float[] window, WatermarkKey key, SyncPeak peak, byte[]? sent)
    {
        // One place, looked at once: by chance z reaches 4.5 in less than 1 of 20,000 windows.
        const double SeenZ = 4.5;
        var search = new SyncSearch(window, _width, _height, _unitsPerPixelX, _unitsPerPixelY, key.Layout);
        var spectrum = search.Spectrum(peak.Scale, peak.Flipped);
        var z = sent is null ? spectrum.SyncZ(peak.OffsetX, peak.OffsetY) : spectrum.MarkZ(peak.OffsetX, peak.OffsetY, sent);
        return z >= SeenZ;
    }
}
