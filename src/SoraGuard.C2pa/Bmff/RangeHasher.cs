using System.Buffers;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>Feeds ranges of a file to a hash through one pooled buffer.</summary>
internal sealed class RangeHasher(Stream file, HashAlgorithmName algorithm) : IDisposable
{
    private const int BufferBytes = 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public void Append(ByteRange range, CancellationToken cancellationToken)
    {
        for (var position = range.Start; position < range.End;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, range.End - position));
            file.Position = position;
            if (file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length)
                throw new C2paFormatException("The file ended while it was read", position);
            _hash.AppendData(chunk);
            position += chunk.Length;
        }
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose()
    {
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
