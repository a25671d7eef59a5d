using System.Buffers;
using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Copies the boxes of a file to their new places, moves the offsets in them, and has the result hashed as it goes by: one pass, one
/// buffer, whatever the size of the file.
/// </summary>
internal sealed class MediaCopier : IDisposable
{
    private const int BufferBytes = 4 * 1024 * 1024;
    private const int ParallelBytes = 256 * 1024;

    private readonly BmffFile _source;
    private readonly Stream _destination;
    private readonly FileLayout _layout;
    private readonly FlatBinding _binding;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private byte[] _ahead = ArrayPool<byte>.Shared.Rent(BufferBytes);

    public MediaCopier(BmffFile source, Stream destination, FileLayout layout, FlatBinding binding) =>
        (_source, _destination, _layout, _binding) = (source, destination, layout, binding);

    /// <summary>Leaves gaps for the C2PA boxes, which must be filled.</summary>
    /// <exception cref="C2paFormatException">An offset cannot be moved.</exception>
    public void Copy(CancellationToken cancellationToken)
    {
        var next = 0;
        foreach (var (box, _, newOffset, _) in _layout.Boxes)
        {
            var isHashed = _binding.Begin(box, newOffset);
            _destination.Position = newOffset;
            var position = box.Offset;
            if (box.Type == BoxTypes.Sidx)
            {
                Write(SegmentIndex.Rewrite(_source, box, _layout), isHashed);
                position = box.End;
            }
            for (; next < _layout.Edits.Count && _layout.Edits[next] is var edit && edit.Position < box.End; next++)
            {
                if (edit.Position < position)
                    throw new C2paFormatException("Two tables of offsets overlap", edit.Position, edit.Box.Path);
                CopyPlain(position, edit.Position, isHashed, cancellationToken);
                if (edit.Table is { } table)
                    CopyTable(table, isHashed, cancellationToken);
                else
                    Write(edit.Bytes, isHashed);
                position = edit.End;
            }
            CopyPlain(position, box.End, isHashed, cancellationToken);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        ArrayPool<byte>.Shared.Return(_ahead);
    }

    /// <summary>While one block is hashed it is written, and the next one read: writing and reading together take about as long as the hash.</summary>
    private void CopyPlain(long start, long end, bool isHashed, CancellationToken cancellationToken)
    {
        var bytes = Read(_buffer, start, end);
        for (var position = start; bytes > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            position += bytes;
            var (block, blockBytes) = (_buffer, bytes);
            var hashing = Hash(block, blockBytes, isHashed);
            try
            {
                _destination.Write(block, 0, blockBytes);
                bytes = Read(_ahead, position, end);
            }
            finally
            {
                hashing.GetAwaiter().GetResult();
            }
            (_buffer, _ahead) = (_ahead, _buffer);
        }
    }

    private int Read(byte[] buffer, long position, long end)
    {
        var bytes = (int)Math.Min(BufferBytes, end - position);
        _source.Read(position, buffer.AsSpan(0, bytes));
        return bytes;
    }

    /// <summary>A large block on a thread of its own, a small one at once.</summary>
    private Task Hash(byte[] block, int bytes, bool isHashed)
    {
        if (isHashed && bytes >= ParallelBytes)
            return Task.Run(() => _binding.Append(block.AsMemory(0, bytes)));
        if (isHashed)
            _binding.Append(block.AsMemory(0, bytes));
        return Task.CompletedTask;
    }

    private void CopyTable(OffsetTable table, bool isHashed, CancellationToken cancellationToken)
    {
        var atOnce = Math.Max(1, _buffer.Length / table.NewStride);
        for (long done = 0; done < table.Count; done += atOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(atOnce, table.Count - done);
            var start = table.Position + done * table.Stride;
            // The bytes between the last offset of a table and the next entry are no part of it.
            var end = done + count == table.Count ? table.End : start + (long)count * table.Stride;
            _source.Read(start, _buffer.AsSpan(0, (int)(end - start)));
            // From the last to the first: wider ones need the room of those behind them, which have been moved.
            for (var i = count - 1; i >= 0; i--)
                Put(Move(Get(_buffer.AsSpan(i * table.Stride, table.Width)), table), _buffer.AsSpan(i * table.NewStride, table.NewWidth), table);
            Write(_buffer.AsMemory(0, (int)(end - start) + count * (table.NewWidth - table.Width)), isHashed);
        }
    }

    private static ulong Get(ReadOnlySpan<byte> field) =>
        field.Length == OffsetTable.WideBytes ? BinaryPrimitives.ReadUInt64BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);

    private ulong Move(ulong old, OffsetTable table) =>
        _layout.Move(old) ?? throw new C2paFormatException($"An offset points to byte {old}, which is outside the media", table.Position, table.Box.Path);

    private static void Put(ulong moved, Span<byte> field, OffsetTable table)
    {
        if (field.Length == OffsetTable.WideBytes)
            BinaryPrimitives.WriteUInt64BigEndian(field, moved);
        else if (moved <= uint.MaxValue)
            BinaryPrimitives.WriteUInt32BigEndian(field, (uint)moved);
        else
            throw new C2paFormatException(
                "A 32-bit offset would pass 4 GiB with the manifest in the file (C2PA 2.2 §A.5.9): write the file with 64-bit offsets first", table.Position, table.Box.Path);
    }

    private void Write(ReadOnlyMemory<byte> bytes, bool isHashed)
    {
        if (isHashed)
            _binding.Append(bytes);
        _destination.Write(bytes.Span);
    }
}
