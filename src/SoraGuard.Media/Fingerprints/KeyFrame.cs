namespace SoraGuard.Media.Fingerprints;

/// <summary>A hash of a part of a key frame. Only what is good enough to be matched is kept; <see cref="Quality"/> is 0 to 100.</summary>
public readonly record struct PartHash(FramePart Part, PdqHash Hash, int Quality);

/// <summary>A frame that stands for its surroundings.</summary>
/// <param name="Number">Number of the frame in its clip, from 0.</param>
/// <param name="Seconds">Its time from the start of the clip.</param>
/// <param name="Hashes">The hash of the whole frame first, then of its parts.</param>
public sealed record KeyFrame(int Number, double Seconds, IReadOnlyList<PartHash> Hashes)
{
    /// <summary>The hash of the whole frame.</summary>
    public PartHash Whole => Hashes[0];

    /// <summary>
    /// Smallest distance between the two frames, or the one's whole and a part of the other: which are 0 where one is the other's mirror image, or a crop
    /// of it to one of its windows. Two windows are not compared, for they need not show the same.
    /// </summary>
    public int DistanceTo(KeyFrame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var nearest = PdqHash.Bits;
        foreach (var mine in Hashes)
            foreach (var theirs in other.Hashes)
                if (mine.Part <= FramePart.Mirror || theirs.Part <= FramePart.Mirror)
                    nearest = Math.Min(nearest, mine.Hash.DistanceTo(theirs.Hash));
        return nearest;
    }
}
