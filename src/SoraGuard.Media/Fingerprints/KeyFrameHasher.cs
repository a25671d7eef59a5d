namespace SoraGuard.Media.Fingerprints;

/// <summary>Hashes a key frame and its parts.</summary>
internal sealed class KeyFrameHasher(int lowestQuality, bool withWindows)
{
    private readonly PdqHasher _hasher = new();

    /// <summary>The key frame; null where there is too little to be known again.</summary>
    /// <param name="grey">The frame, luma.</param>
    /// <param name="area">What of it counts as the frame.</param>
    public KeyFrame? Read(ReadOnlySpan<byte> grey, int width, int height, FrameArea area, int number, double seconds)
    {
        var whole = _hasher.Read(grey, width, height, area);
        if (whole.Quality < lowestQuality)
            return null;
        List<PartHash> parts = [new(FramePart.Whole, whole.Hash(), whole.Quality), new(FramePart.Mirror, whole.Hash(Dihedral.FlipY), whole.Quality)];
        foreach (var window in withWindows ? FrameParts.Windows : [])
        {
            var spectrum = _hasher.Read(grey, width, height, FrameParts.Area(window).Within(area));
            if (spectrum.Quality >= lowestQuality)
                parts.Add(new PartHash(window, spectrum.Hash(), spectrum.Quality));
        }

        return new KeyFrame(number, seconds, parts);
    }
}
