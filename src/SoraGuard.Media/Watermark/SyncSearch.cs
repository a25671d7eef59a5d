namespace SoraGuard.Media.Watermark;

/// <summary>Where the sync pattern was found: see <see cref="MarkGeometry"/>; the offset is in canonical units.</summary>
internal readonly record struct SyncPeak(double Scale, bool Flipped, double OffsetX, double OffsetY, double Z);

/// <summary>
/// Looks for the sync pattern in one accumulated picture: at a given place, or at every offset for one scale. Counts the places it looked at, for the
/// false-positive bound is a union over them.
/// </summary>
internal sealed class SyncSearch(float[] picture, int width, int height, double unitsPerPixelX, double unitsPerPixelY, MarkLayout layout)
{
    /// <summary>Offsets are tried in steps of half a canonical unit over one tile.</summary>
    private const int StepsPerTile = 128;

    private const double UnitsPerStep = (double)MarkLayout.TileUnits / StepsPerTile;

    private readonly TileTransform _transform = new(StepsPerTile);
    private readonly float[] _real = new float[StepsPerTile * StepsPerTile];
    private readonly float[] _imaginary = new float[StepsPerTile * StepsPerTile];

    /// <summary>Places looked at so far.</summary>
    public long Hypotheses { get; private set; }

    /// <summary>The picture's waves if its short side spans <paramref name="scale"/> of the marked frame's.</summary>
    public MarkSpectrum Spectrum(double scale, bool flipped) => new(Project(scale), layout, flipped);

    /// <summary>The whole frame, neither cropped nor moved: one place. A mirrored picture's corner is the frame's right-hand corner.</summary>
    public SyncPeak FullFrame(bool flipped)
    {
        Hypotheses++;
        var offset = flipped ? -width * unitsPerPixelX : 0;
        return new SyncPeak(1, flipped, offset, 0, Spectrum(1, flipped).SyncZ(offset, 0));
    }

    /// <summary>The best offset at this scale, upright and mirrored.</summary>
    public (SyncPeak Upright, SyncPeak Flipped) AtScale(double scale)
    {
        var projection = Project(scale);
        return (BestOffset(projection, scale, flipped: false), BestOffset(projection, scale, flipped: true));
    }

    private TileSpectrum Project(double scale) => TileSpectrum.Of(picture, width, height, unitsPerPixelX * scale, unitsPerPixelY * scale);

    private SyncPeak BestOffset(TileSpectrum projection, double scale, bool flipped)
    {
        var spectrum = new MarkSpectrum(projection, layout, flipped);
        Array.Clear(_real);
        Array.Clear(_imaginary);
        for (var i = 0; i < layout.Carriers.Length; i++)
        {
            var carrier = layout.Carriers[i];
            if (!carrier.IsSync)
                continue;
            var cell = (carrier.V & (StepsPerTile - 1)) * StepsPerTile + carrier.U;
            (_real[cell], _imaginary[cell]) = spectrum.Aligned(i);
        }

        _transform.Forward(_real, _imaginary);
        Hypotheses += _real.Length;
        var best = 0;
        for (var i = 1; i < _real.Length; i++)
            if (_real[i] > _real[best])
                best = i;
        var (y, x) = Math.DivRem(best, StepsPerTile);
        return new SyncPeak(scale, flipped, x * UnitsPerStep, y * UnitsPerStep, _real[best] / spectrum.SyncDeviation());
    }
}
