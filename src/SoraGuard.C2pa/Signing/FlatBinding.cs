using System.Buffers.Binary;
using System.Security.Cryptography;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// What ties a manifest to an ISO base media file that is being written: it hashes the boxes as they go by. This one is the flat hash,
/// with the exclusions the specification demands (C2PA 2.2 §18.6.2); others cut it up, and put proofs into the file.
/// </summary>
internal class FlatBinding : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _marker = new byte[FlatHash.OffsetMarkerBytes];

    public static FlatBinding For(BmffFile file, MerkleOptions? merkle)
    {
        merkle?.Require();
        return merkle?.Leaves switch
        {
            null => new FlatBinding(),
            MerkleLeaves.Fragments => new FragmentTreeBinding(file, merkle),
            _ => new BlockTreeBinding(file, merkle),
        };
    }

    /// <summary>Of the size of what <see cref="Finish"/> gives.</summary>
    public virtual HardBinding Placeholder => HardBinding.Bmff(new byte[SHA256.HashSizeInBytes]);

    /// <summary>Where proofs go, in file order.</summary>
    public virtual IReadOnlyList<Insertion> ProofRoom => [];

    /// <returns>Whether the box is hashed: if so, all its bytes follow.</returns>
    public virtual bool Begin(BmffBox box, long newOffset)
    {
        if (box.Type == BoxTypes.Ftyp || box.Type == BoxTypes.Mfra)
            return false;
        BinaryPrimitives.WriteInt64BigEndian(_marker, newOffset);
        _hash.AppendData(_marker);
        return true;
    }

    public virtual void Append(ReadOnlyMemory<byte> bytes) => _hash.AppendData(bytes.Span);

    public byte[] FinishHash() => _hash.GetHashAndReset();

    /// <summary>Once all boxes have gone by.</summary>
    public virtual HardBinding Finish() => HardBinding.Bmff(FinishHash());

    /// <summary>What fills the room for proofs, one after another. After <see cref="Finish"/>.</summary>
    public virtual IEnumerable<byte[]> WriteProofs() => [];

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _hash.Dispose();
}
