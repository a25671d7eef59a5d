namespace SoraGuard.Media.Watermark;

/// <summary>
/// A picture's content at the carriers of one key, every ring of like frequency brought to the same mean power, so that no part of the spectrum
/// drowns the others.
/// </summary>
internal sealed class MarkSpectrum
{
    private readonly MarkLayout _layout;
    private readonly float[] _real;
    private readonly float[] _imaginary;

    /// <param name="tile">The picture's waves.</param>
    /// <param name="layout">The key's carriers.</param>
    /// <param name="flipped">Whether to read the picture as its mirror image, left for right.</param>
    public MarkSpectrum(TileSpectrum tile, MarkLayout layout, bool flipped)
    {
        _layout = layout;
        _real = new float[layout.Carriers.Length];
        _imaginary = new float[layout.Carriers.Length];
        for (var i = 0; i < _real.Length; i++)
        {
            var carrier = layout.Carriers[i];
            (_real[i], _imaginary[i]) = tile[flipped ? -carrier.U : carrier.U, carrier.V];
        }

        Limit();
        Level();
    }

    // Lines and lattices in the picture put all they have into a few waves. Magnitudes are compressed, m -> m/(m + ring's mean), so that
    // no single wave can outvote the rest.
    private void Limit()
    {
        var mean = RingMeans(MathF.Sqrt);
        for (var i = 0; i < _real.Length; i++)
        {
            var limit = MathF.Sqrt(Power(i)) + (float)mean[_layout.Carriers[i].Ring];
            Scale(i, limit > 0 ? 1 / limit : 0);
        }
    }

    private void Level()
    {
        var power = RingMeans(p => p);
        for (var i = 0; i < _real.Length; i++)
        {
            var ring = power[_layout.Carriers[i].Ring];
            Scale(i, ring > 0 ? (float)(1 / Math.Sqrt(ring)) : 0);
        }
    }

    private double[] RingMeans(Func<float, float> ofPower)
    {
        var sum = new double[MarkLayout.HighestFrequency + 1];
        var count = new int[sum.Length];
        for (var i = 0; i < _real.Length; i++)
        {
            var ring = _layout.Carriers[i].Ring;
            sum[ring] += ofPower(Power(i));
            count[ring]++;
        }

        for (var ring = 0; ring < sum.Length; ring++)
            sum[ring] /= Math.Max(count[ring], 1);
        return sum;
    }

    private float Power(int i) => _real[i] * _real[i] + _imaginary[i] * _imaginary[i];

    private void Scale(int i, float factor) => (_real[i], _imaginary[i]) = (_real[i] * factor, _imaginary[i] * factor);

    /// <summary>Content at carrier <paramref name="i"/> with the key's phase taken out.</summary>
    public (float Real, float Imaginary) Aligned(int i)
    {
        var carrier = _layout.Carriers[i];
        return (_real[i] * carrier.Cos + _imaginary[i] * carrier.Sin, _imaginary[i] * carrier.Cos - _real[i] * carrier.Sin);
    }

    /// <summary>
    /// The part of carrier <paramref name="i"/> that is in phase with the key when the picture's corner lies at (x, y) of the marked frame, in canonical units.
    /// </summary>
    public float InPhase(int i, double x, double y)
    {
        var carrier = _layout.Carriers[i];
        var (real, imaginary) = Aligned(i);
        var (sin, cos) = Math.SinCos(2 * Math.PI / MarkLayout.TileUnits * (carrier.U * x + carrier.V * y));
        return (float)(real * cos + imaginary * sin);
    }

    /// <summary>
    /// How far the sync pattern stands out of chance. Over random keys each term is a_k·cos(uniform phase), so by Chernoff's bound and
    /// I₀(t) ≤ exp(t²/4) the chance of reaching z on any picture made without the key is at most exp(−z²/2): no assumption on the picture.
    /// </summary>
    public double SyncZ(double x, double y)
    {
        double sum = 0;
        for (var i = 0; i < _real.Length; i++)
            if (_layout.Carriers[i].IsSync)
                sum += InPhase(i, x, y);
        return sum / SyncDeviation();
    }

    /// <summary>The same for the whole mark, its payload known: coded bits as sent.</summary>
    public double MarkZ(double x, double y, ReadOnlySpan<byte> codedBits)
    {
        double sum = 0, power = 0;
        for (var i = 0; i < _real.Length; i++)
        {
            var carrier = _layout.Carriers[i];
            var inPhase = InPhase(i, x, y);
            sum += carrier.IsSync || codedBits[carrier.Bit] == 0 ? inPhase : -inPhase;
            power += Power(i);
        }

        return power > 0 ? sum / Math.Sqrt(power / 2) : 0;
    }

    /// <summary>Deviation of the sync sum over random keys; 1 for an empty picture, whose sum is 0.</summary>
    public double SyncDeviation()
    {
        double power = 0;
        for (var i = 0; i < _real.Length; i++)
            if (_layout.Carriers[i].IsSync)
                power += Power(i);
        return power > 0 ? Math.Sqrt(power / 2) : 1;
    }
}
