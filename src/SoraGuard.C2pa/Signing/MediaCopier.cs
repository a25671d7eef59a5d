using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Copies the boxes of a file to their new places, moves the offsets in them, and hashes the result as it goes by: one pass, one
/// buffer, whatever the size of the file.
/// </summary>
internal sealed class MediaCopier : IDisposable
{
    private const int BufferBytes = 1024 * 1024;
    private const int ParallelBytes = 256 * 1024;

    private static readonly FourCc Mfra = new("mfra");

    private readonly BmffFile _source;
    private readonly Stream _destination;
    private readonly FileLayout _layout;
    private readonly IReadOnlyList<OffsetTable> _tables;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);

    public MediaCopier(BmffFile source, Stream destination, FileLayout layout)
    {
        (_source, _destination, _layout) = (source, destination, layout);
        _tables = OffsetTables.FindAll(source);
    }

    /// <summary>Leaves a gap for the C2PA box, which the destination must fill.</summary>
    /// <returns>The BMFF hash of the destination, version 3, with the mandatory exclusions.</returns>
    /// <exception cref="C2paFormatException">An offset cannot be moved.</exception>
    public byte[] Copy(CancellationToken cancellationToken)
    {
        var marker = new byte[FlatHash.OffsetMarkerBytes];
        var nextTable = 0;
        foreach (var (box, newOffset) in _layout.Boxes)
        {
            var isHashed = box.Type != BoxTypes.Ftyp && box.Type != Mfra;
            if (isHashed)
            {
                BinaryPrimitives.WriteInt64BigEndian(marker, newOffset);
                _hash.AppendData(marker);
            }
            _destination.Position = newOffset;
            var position = box.Offset;
            for (; nextTable < _tables.Count && _tables[nextTable].Position < box.End; nextTable++)
            {
                var table = _tables[nextTable];
                if (table.Position < position)
                    throw new C2paFormatException("Two tables of offsets overlap", table.Position, table.BoxPath);
                CopyPlain(position, table.Position, isHashed, cancellationToken);
                CopyTable(table, isHashed, cancellationToken);
                position = table.End;
            }
            CopyPlain(position, box.End, isHashed, cancellationToken);
        }
        return _hash.GetHashAndReset();
    }

    public void Dispose()
    {
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void CopyPlain(long start, long end, bool isHashed, CancellationToken cancellationToken)
    {
        for (var position = start; position < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, end - position));
            _source.Read(position, chunk);
            Write(chunk.Length, isHashed);
            position += chunk.Length;
        }
    }

    private void CopyTable(OffsetTable table, bool isHashed, CancellationToken cancellationToken)
    {
        var atOnce = Math.Max(1, _buffer.Length / table.Stride);
        for (long done = 0; done < table.Count; done += atOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(atOnce, table.Count - done);
            var start = table.Position + done * table.Stride;
            // The bytes between the last offset of a table and the next entry are no part of it.
            var end = done + count == table.Count ? table.End : start + (long)count * table.Stride;
            var chunk = _buffer.AsSpan(0, (int)(end - start));
            _source.Read(start, chunk);
            for (var i = 0; i < count; i++)
                MoveOffset(chunk.Slice(i * table.Stride, table.Width), table);
            Write(chunk.Length, isHashed);
        }
    }

    private void MoveOffset(Span<byte> field, OffsetTable table)
    {
        var old = table.Width == 8 ? BinaryPrimitives.ReadUInt64BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);
        var moved = (table.CountedFrom is { } box ? MoveFrom(box, old) : _layout.Move(old))
            ?? throw new C2paFormatException($"An offset points to byte {old}, which is outside the media", table.Position, table.BoxPath);
        if (table.Width == 8)
            BinaryPrimitives.WriteUInt64BigEndian(field, moved);
        else if (moved <= uint.MaxValue)
            BinaryPrimitives.WriteUInt32BigEndian(field, (uint)moved);
        else
            throw new C2paFormatException(
                "A 32-bit offset would pass 4 GiB with the manifest in the file: write the file with 64-bit offsets (co64) first",
                table.Position,
                table.BoxPath);
    }

    /// <summary>What lies outside the file, in fragments of their own, keeps its distance.</summary>
    private ulong MoveFrom(BmffBox box, ulong distance) =>
        distance <= long.MaxValue && _layout.Move((ulong)box.End + distance) is { } target && _layout.Move((ulong)box.Offset) is { } start
            ? target - start - (ulong)box.Size
            : distance;

    /// <summary>Of the buffer; a large part is hashed while it is written.</summary>
    private void Write(int bytes, bool isHashed)
    {
        var isLarge = isHashed && bytes >= ParallelBytes;
        var hashing = isLarge ? Task.Run(() => _hash.AppendData(_buffer, 0, bytes)) : Task.CompletedTask;
        try
        {
            _destination.Write(_buffer, 0, bytes);
            if (isHashed && !isLarge)
                _hash.AppendData(_buffer, 0, bytes);
        }
        finally
        {
            hashing.GetAwaiter().GetResult();
        }
    }
}
