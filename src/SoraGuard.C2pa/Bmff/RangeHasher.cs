using System.Buffers;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>Feeds ranges of a file to a hash through pooled buffers.</summary>
internal sealed class RangeHasher(Stream file, HashAlgorithmName algorithm) : IDisposable
{
    private const int BufferBytes = 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private byte[]? _ahead;

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public void Append(ByteRange range, CancellationToken cancellationToken)
    {
        if (range.End - range.Start > 2 * BufferBytes)
        {
            AppendAhead(range, cancellationToken);
            return;
        }
        for (var position = range.Start; position < range.End;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = Read(_buffer, position, range.End);
            _hash.AppendData(_buffer, 0, bytes);
            position += bytes;
        }
    }

    /// <summary>Reads the next block while one is hashed: for much media, that is what it takes to keep up with the hash.</summary>
    private void AppendAhead(ByteRange range, CancellationToken cancellationToken)
    {
        _ahead ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        var (current, next, position) = (_buffer, _ahead, range.Start);
        var bytes = Read(current, position, range.End);
        while (bytes > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            position += bytes;
            var (hashed, hashedBytes) = (current, bytes);
            var hashing = Task.Run(() => _hash.AppendData(hashed, 0, hashedBytes), CancellationToken.None);
            try
            {
                bytes = position < range.End ? Read(next, position, range.End) : 0;
            }
            finally
            {
                hashing.GetAwaiter().GetResult();
            }
            (current, next) = (next, current);
        }
    }

    private int Read(byte[] buffer, long position, long end)
    {
        var chunk = buffer.AsSpan(0, (int)Math.Min(BufferBytes, end - position));
        file.Position = position;
        return file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) == chunk.Length
            ? chunk.Length
            : throw new C2paFormatException("The file ended while it was read", position);
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose()
    {
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        if (_ahead is not null)
            ArrayPool<byte>.Shared.Return(_ahead);
    }
}
