using System.Security.Cryptography;

namespace SoraGuard.C2pa.Signing;

/// <summary>Hashes media that goes by, cut into leaves; leaves that arrive whole on all processors.</summary>
internal sealed class LeafHasher(IReadOnlyList<long> leafBytes) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _hashes = new byte[leafBytes.Count * SHA256.HashSizeInBytes];
    private int _leaf;
    private long _done;

    /// <summary>Of all leaves, one after another, once all media has gone by.</summary>
    public byte[] Hashes => _leaf == leafBytes.Count ? _hashes : throw new InvalidOperationException($"{_leaf} of {leafBytes.Count} leaves have been hashed.");

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[(_done == 0 && leafBytes[_leaf] <= bytes.Length ? AppendWhole(bytes) : AppendPart(bytes.Span))..];
    }

    public void Dispose() => _hash.Dispose();

    private int AppendWhole(ReadOnlyMemory<byte> bytes)
    {
        var starts = new List<int>();
        var end = 0;
        for (var i = _leaf; i < leafBytes.Count && leafBytes[i] <= bytes.Length - end; i++)
        {
            starts.Add(end);
            end += (int)leafBytes[i];
        }
        var first = _leaf;
        Parallel.For(0, starts.Count, i => SHA256.HashData(bytes.Span.Slice(starts[i], (int)leafBytes[first + i]), Target(first + i)));
        _leaf += starts.Count;
        return end;
    }

    private int AppendPart(ReadOnlySpan<byte> bytes)
    {
        var part = bytes[..(int)Math.Min(bytes.Length, leafBytes[_leaf] - _done)];
        _hash.AppendData(part);
        _done += part.Length;
        if (_done == leafBytes[_leaf])
        {
            _hash.GetHashAndReset(Target(_leaf++));
            _done = 0;
        }
        return part.Length;
    }

    private Span<byte> Target(int leaf) => _hashes.AsSpan(leaf * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);
}
