using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// The hash over a whole file (C2PA 2.2 §18.6.2, v2 and v3): for each top-level box that is not left out whole,
/// <c>its offset:64 big-endian, its bytes without the excluded ranges</c>.
/// </summary>
internal static class FlatHash
{
    public const int OffsetMarkerBytes = 8;

    /// <exception cref="C2paFormatException">The file ended while it was read.</exception>
    public static byte[] Compute(BmffFile file, ExclusionRanges exclusions, HashAlgorithmName algorithm, CancellationToken cancellationToken) =>
        Compute(file, file.Boxes, exclusions, algorithm, cancellationToken);

    /// <summary>The same over some of the boxes of the top level.</summary>
    public static byte[] Compute(
        BmffFile file, IReadOnlyList<BmffBox> boxes, ExclusionRanges exclusions, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hasher = new RangeHasher(file.Stream, algorithm);
        Span<byte> marker = stackalloc byte[OffsetMarkerBytes];
        foreach (var box in boxes.Where(b => !exclusions.IsWhole(b)))
        {
            BinaryPrimitives.WriteInt64BigEndian(marker, box.Offset);
            hasher.Append(marker);
            foreach (var range in exclusions.Included(box))
                hasher.Append(range, cancellationToken);
        }
        return hasher.Finish();
    }
}
