namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// Chooses key frames by what is in the clip, not by its clock: the calmest frames, at least one of every shot. A copy that was cut, or whose frame rate was
/// changed, has its calm moments where the source has them; at fixed seconds the same footage differs by more bits than PDQ forgives.
/// </summary>
internal static class CalmFrames
{
    // Motion around a moment is that of this much time to both sides, so that one repeated frame is no calm.
    private const double SurroundingSeconds = 0.1;

    private const int LongestGap = 4; // half intervals

    // A cut: this many grey levels on average, and this many times what moves around it.
    private const double LeastCut = 8, CutOverMotion = 4;

    /// <param name="motion">For each frame the mean difference to the frame before it, in grey levels; 0 for the first.</param>
    /// <returns>The numbers of the key frames, ascending.</returns>
    public static List<int> Choose(IReadOnlyList<double> motion, double framesPerSecond, double keyFrameSeconds)
    {
        var near = Math.Max((int)Math.Round(SurroundingSeconds * framesPerSecond), 1);
        var half = Math.Max((int)Math.Round(keyFrameSeconds / 2 * framesPerSecond), 1);
        var chosen = new List<int>();
        var start = 0;
        for (var i = 1; i <= motion.Count; i++)
        {
            if (i < motion.Count && !IsCut(motion, i, near))
                continue;
            AddShot(motion, start, i, near, half, chosen);
            start = i;
        }

        return chosen;
    }

    private static bool IsCut(IReadOnlyList<double> motion, int at, int near)
    {
        var around = 0.0;
        for (var i = Math.Max(at - near, 1); i <= Math.Min(at + near, motion.Count - 1); i++)
            if (i != at)
                around = Math.Max(around, motion[i]);
        return motion[at] >= LeastCut && motion[at] >= CutOverMotion * around;
    }

    private static void AddShot(IReadOnlyList<double> motion, int start, int end, int near, int half, List<int> chosen)
    {
        var before = chosen.Count;
        // The ends of the clip may be the scissors' doing: what is calmest only because the rest is missing is not chosen.
        var first = start == 0 ? half : start;
        var last = end == motion.Count ? end - half : end;
        var restlessness = new double[end - start];
        for (var i = start; i < end; i++)
            restlessness[i - start] = Restlessness(motion, start, end, i, near);
        for (var i = first; i < last; i++)
        {
            // Motion that only grows has no calmest moment: no stretch is left empty for longer than two intervals.
            var latest = chosen.Count > before ? chosen[^1] : first;
            if (IsCalmest(restlessness, i - start, half) || i - latest >= LongestGap * half)
                chosen.Add(i);
        }

        if (chosen.Count == before)
            chosen.Add(start + Array.IndexOf(restlessness, restlessness.Min()));
    }

    // The difference across the cut that begins the shot is no motion of its own.
    private static double Restlessness(IReadOnlyList<double> motion, int start, int end, int at, int near)
    {
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(at - near + 1, start + 1); i <= Math.Min(at + near, end - 1); i++)
        {
            sum += motion[i];
            count++;
        }

        return count > 0 ? sum / count : 0;
    }

    // Of equals the first.
    private static bool IsCalmest(double[] restlessness, int at, int half)
    {
        for (var i = Math.Max(at - half, 0); i <= Math.Min(at + half, restlessness.Length - 1); i++)
            if (restlessness[i] < restlessness[at] || (restlessness[i] == restlessness[at] && i < at))
                return false;
        return true;
    }
}
