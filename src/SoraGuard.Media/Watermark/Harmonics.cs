namespace SoraGuard.Media.Watermark;

/// <summary>
/// cos and sin of 2π·u·position/64 for the frequencies u = 0..31 and the samples of one axis. A sample's position is that of its centre,
/// (index + ½)·unitsPerSample, in canonical units from the picture's edge.
/// </summary>
internal sealed class Harmonics
{
    public const int Count = MarkLayout.HighestFrequency + 1;

    private readonly float[] _cos;
    private readonly float[] _sin;

    public Harmonics(int samples, double unitsPerSample)
    {
        Samples = samples;
        _cos = new float[Count * samples];
        _sin = new float[Count * samples];
        for (var i = 0; i < samples; i++)
            Fill(i, 2 * Math.PI / MarkLayout.TileUnits * (i + 0.5) * unitsPerSample);
    }

    public int Samples { get; }

    public ReadOnlySpan<float> Cos(int frequency) => _cos.AsSpan(frequency * Samples, Samples);

    public ReadOnlySpan<float> Sin(int frequency) => _sin.AsSpan(frequency * Samples, Samples);

    // Multiples of an angle by repeated rotation: 31 steps in double precision stay within float's own error.
    private void Fill(int sample, double angle)
    {
        var (stepSin, stepCos) = Math.SinCos(angle);
        double cos = 1, sin = 0;
        for (var u = 0; u < Count; u++)
        {
            _cos[u * Samples + sample] = (float)cos;
            _sin[u * Samples + sample] = (float)sin;
            (cos, sin) = (cos * stepCos - sin * stepSin, cos * stepSin + sin * stepCos);
        }
    }
}
