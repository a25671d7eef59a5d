using System.Buffers.Binary;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>Cuts the media of an mdat box into leaves, from the byte where they begin (<see cref="MerkleHash.LeavesStart"/>) to its end.</summary>
internal static class MediaBlocks
{
    private const int ReadBytes = 64 * 1024;

    /// <summary>The bytes of every leaf.</summary>
    /// <exception cref="C2paFormatException">There is nothing to cut, or there would be too many leaves.</exception>
    public static IReadOnlyList<long> Cut(BmffFile file, BmffBox mdat, MerkleOptions options)
    {
        var mediaBytes = mdat.Size - MerkleHash.LeavesStart;
        if (mediaBytes <= 0)
            throw new C2paFormatException($"An mdat box of {mdat.Size} bytes has nothing for a Merkle tree, which begins with its 17th", mdat.Offset, mdat.Path);
        return options.Leaves == MerkleLeaves.Chunks ? CutChunks(file, mdat) : CutBlocks(mdat, mediaBytes, options.BlockBytesOf(mediaBytes));
    }

    private static List<long> CutBlocks(BmffBox mdat, long mediaBytes, long blockBytes)
    {
        var leaves = (mediaBytes - 1) / blockBytes + 1;
        if (leaves > BmffMerkleMap.MaxLeaves)
            throw new C2paFormatException(
                $"{leaves} blocks of {blockBytes} bytes; {BmffMerkleMap.MaxLeaves} are possible: take blocks of at least {(mediaBytes - 1) / BmffMerkleMap.MaxLeaves + 1} bytes",
                mdat.Offset, mdat.Path);
        return [.. Enumerable.Repeat(blockBytes, (int)leaves - 1), mediaBytes - (leaves - 1) * blockBytes];
    }

    private static List<long> CutChunks(BmffFile file, BmffBox mdat)
    {
        var starts = new SortedSet<long> { mdat.Offset + MerkleHash.LeavesStart };
        foreach (var table in OffsetTables.FindAll(file).Where(t => t.Box.Type == BoxTypes.Stco || t.Box.Type == BoxTypes.Co64))
            foreach (var offset in ReadAll(file, table))
                if (offset > (ulong)starts.Min && offset < (ulong)mdat.End && starts.Add((long)offset) && starts.Count > MerkleOptions.MaxChunks)
                    throw new C2paFormatException($"More than {MerkleOptions.MaxChunks} chunks of media: take blocks of a fixed size", mdat.Offset, mdat.Path);
        return [.. starts.Zip(starts.Skip(1).Append(mdat.End), (start, end) => end - start)];
    }

    private static IEnumerable<ulong> ReadAll(BmffFile file, OffsetTable table)
    {
        var buffer = new byte[ReadBytes];
        for (var position = table.Position; position < table.End;)
        {
            var chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, table.End - position));
            file.Read(position, chunk.Span);
            for (var i = 0; i < chunk.Length; i += table.Width)
                yield return table.Width == OffsetTable.WideBytes ? BinaryPrimitives.ReadUInt64BigEndian(chunk.Span[i..]) : BinaryPrimitives.ReadUInt32BigEndian(chunk.Span[i..]);
            position += chunk.Length;
        }
    }
}
