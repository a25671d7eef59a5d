namespace SoraGuard.C2pa.Bmff;

/// <summary>Which track a fragment is of: <c>tfhd</c> = <c>version:8 flags:24 track_ID:32 …</c> (ISO/IEC 14496-12 §8.8.7).</summary>
internal static class TrackIds
{
    /// <summary>The first track of the fragment.</summary>
    /// <exception cref="C2paFormatException">The fragment has no track.</exception>
    public static long OfFragment(BmffFile file)
    {
        var header = file.All().FirstOrDefault(b => b.Type == BoxTypes.Tfhd) ?? throw new C2paFormatException("The fragment has no track (tfhd)", 0);
        var reader = new PayloadReader(file, header);
        reader.ReadNumber(4);
        return (long)reader.ReadNumber(4);
    }
}
