namespace SoraGuard.C2pa.Tests.Support;

/// <summary>A file in memory that stores only its pages that are not all zeros, so that it may be far larger than memory.</summary>
internal sealed class SparseStream : Stream
{
    private const int PageBytes = 64 * 1024;

    private readonly Dictionary<long, byte[]> _pages = [];
    private long _length;

    /// <summary>As a file on disk, which takes no more space there than here.</summary>
    public void SaveTo(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.SetLength(_length);
        foreach (var (number, page) in _pages)
        {
            file.Position = number * PageBytes;
            file.Write(page.AsSpan(0, (int)Math.Min(PageBytes, _length - file.Position)));
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var total = (int)Math.Max(0, Math.Min(buffer.Length, _length - Position));
        for (var done = 0; done < total;)
        {
            var inPage = (int)(Position % PageBytes);
            var target = buffer.Slice(done, Math.Min(total - done, PageBytes - inPage));
            if (_pages.TryGetValue(Position / PageBytes, out var page))
                page.AsSpan(inPage, target.Length).CopyTo(target);
            else
                target.Clear();
            done += target.Length;
            Position += target.Length;
        }
        return total;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var inPage = (int)(Position % PageBytes);
            var part = buffer[..Math.Min(buffer.Length, PageBytes - inPage)];
            if (!_pages.TryGetValue(Position / PageBytes, out var page) && part.ContainsAnyExcept((byte)0))
                page = _pages[Position / PageBytes] = new byte[PageBytes];
            if (page is not null)
                part.CopyTo(page.AsSpan(inPage));
            buffer = buffer[part.Length..];
            Position += part.Length;
            _length = Math.Max(_length, Position);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => _length };

    public override void SetLength(long value) => _length = value;

    public override void Flush()
    {
    }
}
