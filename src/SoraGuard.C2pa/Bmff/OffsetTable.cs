namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Absolute file offsets inside a box: <see cref="Count"/> big-endian numbers of <see cref="Width"/> bytes, the first at
/// <see cref="Position"/>, each <see cref="Stride"/> bytes after the one before.
/// </summary>
internal readonly record struct OffsetTable(BmffBox Box, long Position, int Width, long Count, int Stride)
{
    public const int WideBytes = 8;

    public long End => Count == 0 ? Position : Position + (Count - 1) * Stride + Width;

    /// <summary>What turns the box into one of 64-bit offsets; null where that takes more than wider offsets, or where they are wide.</summary>
    public BoxWidening? Widening { get; init; }

    /// <summary>Whether it is written with 64-bit offsets. Only then its box grows.</summary>
    public bool IsWidened { get; init; }

    public int NewWidth => IsWidened ? WideBytes : Width;

    public int NewStride => Stride - Width + NewWidth;

    public long Growth => Count * (NewWidth - Width);
}

/// <summary>How the header of a box says that its offsets are of 64 bits: by another type, or by version 1 of the full box.</summary>
internal readonly record struct BoxWidening(FourCc? Type = null, byte? Version = null);
