namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Absolute file offsets inside a box: <see cref="Count"/> big-endian numbers of <see cref="Width"/> bytes, the first at
/// <see cref="Position"/>, each <see cref="Stride"/> bytes after the one before.
/// With <see cref="CountedFrom"/> they count from the end of that box instead of the start of the file.
/// </summary>
internal readonly record struct OffsetTable(long Position, int Width, long Count, int Stride, string BoxPath, BmffBox? CountedFrom = null)
{
    public long End => Count == 0 ? Position : Position + (Count - 1) * Stride + Width;
}
