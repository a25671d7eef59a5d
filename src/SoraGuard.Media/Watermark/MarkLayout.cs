namespace SoraGuard.Media.Watermark;

/// <summary>One wave of the tile, cos(2π(U·x + V·y)/64 + phase): x and y in canonical units, U and V in cycles per tile.</summary>
/// <param name="U">Horizontal frequency, never negative.</param>
/// <param name="V">Vertical frequency; positive where U is 0.</param>
/// <param name="Cos">Cosine of the keyed phase.</param>
/// <param name="Sin">Sine of the keyed phase.</param>
/// <param name="Bit">The coded bit that turns the wave's sign, or <see cref="MarkLayout.SyncBit"/>.</param>
internal readonly record struct Carrier(int U, int V, float Cos, float Sin, int Bit)
{
    public bool IsSync => Bit == MarkLayout.SyncBit;

    public double Radius => Math.Sqrt(U * U + V * V);

    /// <summary>The radius in whole cycles per tile.</summary>
    public int Ring => (int)Radius;
}

/// <summary>
/// Which wave of the tile carries what, as a key has it. The tile is 64 x 64 canonical units; the short side of a picture measures 270 units.
/// Waves between 7 and 31 cycles per tile are used: lower ones show and drown in the picture, higher ones die in the codec and in
/// a 480-line copy. Different waves are orthogonal over a tile, so the sync pattern and the coded bits do not disturb each other.
/// </summary>
internal sealed class MarkLayout
{
    public const int TileUnits = 64;
    public const int ShortSideUnits = 270;
    public const int LowestFrequency = 7;
    public const int HighestFrequency = 31;
    public const int SyncBit = -1;

    /// <summary>Amplitude of a sync wave over that of a data wave: a cropped picture must be placed before it can be read.</summary>
    public const double SyncAmplitude = 1.4;

    /// <summary>Waves for each coded bit. What is left of the band is the sync pattern.</summary>
    private const int CarriersPerBit = 4;

    public MarkLayout(byte[] key)
    {
        var generator = new KeyedGenerator(key);
        Carriers = Assign(BandInRings(), generator);
    }

    public Carrier[] Carriers { get; }

    /// <summary>Half of the plane (the other half is its mirror image for a real picture), from low to high frequency.</summary>
    private static (int U, int V)[] BandInRings()
    {
        var waves = from u in Enumerable.Range(0, HighestFrequency + 1)
                    from v in Enumerable.Range(-HighestFrequency, 2 * HighestFrequency + 1)
                    where u > 0 || v > 0
                    let square = u * u + v * v
                    where square is >= LowestFrequency * LowestFrequency and <= HighestFrequency * HighestFrequency
                    orderby square, u, v
                    select (u, v);
        return [.. waves];
    }

    // Each run of consecutive waves is dealt to every coded bit once, so that each bit owns low, middle and high waves alike;
    // the sync waves are spread over the runs in the same way.
    private static Carrier[] Assign((int U, int V)[] band, KeyedGenerator generator)
    {
        var carriers = new Carrier[band.Length];
        for (var run = 0; run < CarriersPerBit; run++)
        {
            var start = run * band.Length / CarriersPerBit;
            var end = (run + 1) * band.Length / CarriersPerBit;
            var owners = new int[end - start];
            for (var i = 0; i < owners.Length; i++)
                owners[i] = i < MarkPayload.CodedLength ? i : SyncBit;
            generator.Shuffle<int>(owners);
            for (var i = start; i < end; i++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * generator.NextWord() / (1L << 32));
                carriers[i] = new Carrier(band[i].U, band[i].V, (float)cos, (float)sin, owners[i - start]);
            }
        }

        return carriers;
    }
}
