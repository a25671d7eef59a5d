namespace SoraGuard.Inference.Generation;

/// <summary>
/// Standard normal numbers that depend on (seed, window, step) only, so that a window can be made again by itself: SplitMix64
/// (Steele, Lea, Flood 2014) and the Box–Muller transform. The same on every machine whose libm gives the same logarithm and cosine.
/// </summary>
internal static class Noise
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static void Fill(Span<float> destination, ulong seed, int window, int step)
    {
        var state = Mix(Mix(seed + Golden) ^ ((ulong)(uint)window << 32 | (uint)step));
        for (var i = 0; i < destination.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(ref state)));
            var (sin, cos) = Math.SinCos(2 * Math.PI * Uniform(ref state));
            destination[i] = (float)(radius * cos);
            if (i + 1 < destination.Length) destination[i + 1] = (float)(radius * sin);
        }
    }

    /// <summary>In [0, 1), of 53 bits.</summary>
    private static double Uniform(ref ulong state) => (Mix(state += Golden) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
