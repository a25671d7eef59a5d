using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Signing;

/// <summary>Memory does not grow with the media.</summary>
public class LargeFileTests
{
    [Trait("Category", "Integration")]
    [Theory]
    [InlineData(2L << 30, false)]
    [InlineData(2L << 30, true)]
    public void SignAndValidate_LargeFile_AllocatesNoMoreThanForASmallOne(long mediaBytes, bool byTree)
    {
        SignAndValidate(mediaBytes: 1 << 20, byTree, out _); // The first run pays for what is allocated once.
        SignAndValidate(mediaBytes: 1 << 20, byTree, out var small);
        var state = SignAndValidate(mediaBytes, byTree, out var large);

        Assert.Equal(ValidationState.Trusted, state);
        // What may differ are the pages of the sparse files, which hold the structure, and what is garbage at once for each MiB that is
        // hashed while the next is read: half a KiB, or, where leaves are shared out among the processors and up to 4,096 hashes stand
        // in the manifest, up to 8.
        Assert.InRange(large, 0, small + 1024 * 1024 + mediaBytes / (byTree ? 128 : 1024));
    }

    private static ValidationState SignAndValidate(long mediaBytes, bool byTree, out long allocatedBytes)
    {
        using var source = Movie(mediaBytes);
        using var destination = new SparseStream();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, Development.Options with { Merkle = byTree ? new MerkleOptions() : null }).GetAwaiter().GetResult();
        var state = C2paValidator.Validate(destination, Development.Validation).State;
        allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return state;
    }

    /// <summary>Media of zeros with a mark at its end, which a chunk offset points to.</summary>
    private static SparseStream Movie(long mediaBytes)
    {
        var file = new SparseStream();
        var mark = (ulong)(TestMp4.Ftyp.Length + 16 + mediaBytes - 4);
        file.Write(TestMp4.Ftyp);
        file.Write([.. U32(1), .. "mdat"u8, .. U64((ulong)mediaBytes + 16)]);
        file.Position += mediaBytes - 4;
        file.Write("mark"u8);
        file.Write(TestMp4.Movie(FullBox("co64", 0, 0, U32(1), U64(mark))));
        return file;
    }
}
