namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// <c>version:8 flags:24 count:32 { size:32 type:32 version:8 flags:24 … }</c> (ISO/IEC 14496-12 §8.7.2). Flag 1 of an entry means
/// that the media is in this file. A signature over a file whose media is elsewhere would say nothing of what is shown.
/// </summary>
internal static class DataReferences
{
    private const ulong SelfContained = 1;

    /// <exception cref="C2paFormatException">Some media lies outside the file, or the box is malformed.</exception>
    public static void RequireSelfContained(BmffFile file, BmffBox box)
    {
        var reader = new PayloadReader(file, box);
        reader.ReadNumber(4);
        for (var entries = reader.ReadNumber(4); entries > 0; entries--)
        {
            var size = reader.ReadNumber(4);
            reader.ReadNumber(4);
            if (size < 12)
                throw new C2paFormatException($"A data reference of {size} bytes", reader.FileOffset, box.Path);
            if ((reader.ReadNumber(4) & SelfContained) == 0)
                throw new C2paFormatException("The file refers to media outside itself; bring the media into the file first", reader.FileOffset, box.Path);
            reader.Skip(size - 12);
        }
    }
}
