using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>Changes of a file in place that can be taken back, whatever step of them failed.</summary>
/// <param name="file">Readable, writable, seekable, of a length that can be set.</param>
internal sealed class FileEdit(Stream file)
{
    private const int BlockBytes = 1024 * 1024;

    private readonly Stack<Action> _undo = [];

    /// <summary>Puts bytes in the place of others; what follows moves.</summary>
    public void Replace(ByteRange range, byte[] bytes)
    {
        var (length, old) = (file.Length, new byte[range.End - range.Start]);
        Read(range.Start, old);
        _undo.Push(() => Put(range.Start, old));
        _undo.Push(() => file.SetLength(length));
        var delta = bytes.Length - old.Length;
        if (delta > 0)
            file.SetLength(length + delta);
        Move(new ByteRange(range.End, length), delta);
        Put(range.Start, bytes);
        if (delta < 0)
            file.SetLength(length + delta);
    }

    /// <summary>Makes the file what it was.</summary>
    public void Undo()
    {
        while (_undo.TryPop(out var undo))
            undo();
        file.Flush();
    }

    /// <summary>Block by block, from the end that is in nobody's way.</summary>
    private void Move(ByteRange range, int delta)
    {
        if (delta == 0)
            return;
        var buffer = new byte[Math.Min(BlockBytes, range.End - range.Start)];
        for (var left = range.End - range.Start; left > 0;)
        {
            var bytes = (int)Math.Min(buffer.Length, left);
            var from = delta > 0 ? range.Start + left - bytes : range.End - left;
            MoveBlock(from, buffer.AsSpan(0, bytes), delta);
            _undo.Push(() => MoveBlock(from + delta, new byte[bytes], -delta));
            left -= bytes;
        }
    }

    private void MoveBlock(long from, Span<byte> buffer, int delta)
    {
        Read(from, buffer);
        try
        {
            Put(from + delta, buffer);
        }
        catch
        {
            Put(from, buffer); // Where it went may reach into where it stood.
            throw;
        }
    }

    private void Read(long offset, Span<byte> buffer)
    {
        file.Position = offset;
        file.ReadExactly(buffer);
    }

    private void Put(long offset, ReadOnlySpan<byte> bytes)
    {
        file.Position = offset;
        file.Write(bytes);
    }
}
