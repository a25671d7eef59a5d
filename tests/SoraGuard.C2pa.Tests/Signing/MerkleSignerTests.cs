using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Signing;

/// <summary>C2PA 2.2 §18.6.2 and §A.5.4.1: files in one piece, hashed by Merkle trees. That c2pa-rs trusts them is in Interop.</summary>
public class MerkleSignerTests
{
    [Theory]
    [InlineData(1000, 64, 4096, 0)]
    [InlineData(1000, 64, 4, 16)]
    [InlineData(1000, 64, 1, 16)]
    [InlineData(1000, 992, 1, 0)]
    [InlineData(1000, 991, 1, 2)]
    [InlineData(1000, 1_000_000, 1, 0)]
    [InlineData(12, 1, 4096, 0)]
    [InlineData(3_000_000, 1000, 100, 3000)]
    public void Blocks_AreReadBackAsTrusted(int mediaBytes, long blockBytes, int stored, int proofs)
    {
        foreach (var file in new[] { TestMp4.MoovFirst(mediaBytes), TestMp4.MoovLast(mediaBytes) })
        {
            var signed = Development.Sign(file, options: Options(new MerkleOptions { BlockBytes = blockBytes, MaxStoredHashes = stored }));

            var result = Development.Validate(signed);
            Assert.Equal(ValidationState.Trusted, result.State);
            Assert.DoesNotContain(result.Codes, c => c.Code == StatusCodes.BmffHashAdditionalExclusions);
            Assert.Equal(proofs, Merkle(signed).Count);
            Assert.Equal(AtOffsets(file), AtOffsets(signed));
        }
    }

    [Fact]
    public void Leaves_AreTheHashesOfTheBlocksFromThe17thByteOn()
    {
        var media = TestMp4.Media(1000);
        var signed = Development.Sign(TestMp4.MoovFirst(1000), options: Options(new MerkleOptions { BlockBytes = 100 }));

        var map = Binding(signed).Merkle.Single();

        var expected = media.Skip(8).Chunk(100).Select(SHA256.HashData);
        Assert.Equal(expected, map.Hashes.Select(h => h.ToArray()));
        Assert.Equal((0L, 10, 100L), (map.LocalId, map.Count, map.FixedBlockBytes));
    }

    [Fact]
    public void FlatHash_CoversTheRestAndTheFirst16BytesOfTheMedia()
    {
        var signed = Development.Sign(TestMp4.MoovLast(1000), options: Options(new MerkleOptions { BlockBytes = 100, MaxStoredHashes = 2 }));

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (start, bytes, type) in TopLevel(signed).Where(b => b.Type is "mdat" or "moov"))
            hash.AppendData([.. U64((ulong)start), .. signed.AsSpan(start, type == "mdat" ? 16 : bytes)]);
        Assert.Equal(hash.GetHashAndReset(), Binding(signed).Hash!.Value.ToArray());
        Assert.Equal(["ftyp", "uuid", "mdat", .. Enumerable.Repeat("uuid", 10), "moov"], TopLevel(signed).Select(b => b.Type));
    }

    [Fact]
    public void Store_SaysWhereTheFirstProofIs()
    {
        var signed = Development.Sign(TestMp4.MoovLast(1000), options: Options(new MerkleOptions { BlockBytes = 100, MaxStoredHashes = 2 }));

        var boxes = C2paBox.FindAll(BmffReader.Read(new MemoryStream(signed)));
        Assert.Equal((ulong)boxes[1].Box.Offset, boxes[0].ReadMerkleOffset(BmffReader.Read(new MemoryStream(signed))));
        Assert.Single(boxes.Skip(1).Select(b => b.Box.Size).Distinct());
    }

    [Fact]
    public void Chunks_AreLeavesOfTheirOwnSizes()
    {
        var signed = Development.Sign(TestMp4.MoovFirst(601), options: Options(new MerkleOptions { Leaves = MerkleLeaves.Chunks }));

        var map = Binding(signed).Merkle.Single();

        Assert.Equal([300 - 8, 301], map.VariableBlockBytes);
        Assert.Null(map.FixedBlockBytes);
        Assert.Equal([SHA256.HashData(TestMp4.Media(601).AsSpan(8, 292)), SHA256.HashData(TestMp4.Media(601).AsSpan(300))], map.Hashes.Select(h => h.ToArray()));
        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);
    }

    [Theory]
    [InlineData(100_000, 2, 1, 100_000)] // one block: what there is
    [InlineData(600_000, 4096, 3, 256 * 1024)]
    [InlineData(600_000, 2, 2, 512 * 1024)] // doubled until two hashes are enough
    public void BlocksOfNoGivenSize_NeedNoProofs(int mediaBytes, int stored, int blocks, long blockBytes)
    {
        var signed = Development.Sign(TestMp4.MoovFirst(mediaBytes + 8), options: Options(new MerkleOptions { MaxStoredHashes = stored }));

        var map = Binding(signed).Merkle.Single();
        Assert.Equal((blocks, blockBytes), (map.Count, map.FixedBlockBytes));
        Assert.Empty(Merkle(signed));
        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);
    }

    [Fact]
    public void EveryMdatBox_HasATreeOfItsOwn()
    {
        byte[] file = [.. TestMp4.Ftyp, .. LargeBox("mdat", TestMp4.Media(300)), .. Box("free"), .. Box("mdat", TestMp4.Media(50)), .. Box("moov", FullBox("mvhd", 0, 0, new byte[96]))];

        var signed = Development.Sign(file, options: Options(new MerkleOptions { BlockBytes = 60, MaxStoredHashes = 2 }));

        Assert.Equal([(0L, 5), (1L, 1)], Binding(signed).Merkle.Select(m => (m.LocalId, m.Count)));
        Assert.Equal(5, Merkle(signed).Count);
        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);
    }

    [Fact]
    public void AnyByteBehindTheStore_Changed_IsInvalid()
    {
        var signed = Development.Sign(TestMp4.MoovLast(200), options: Options(new MerkleOptions { BlockBytes = 30, MaxStoredHashes = 2 }));
        for (var i = TopLevel(signed).ElementAt(2).Start; i < signed.Length; i++)
        {
            var changed = (byte[])signed.Clone();
            changed[i] ^= 0x20;
            Assert.False(IsValid(changed), $"byte {i}");
        }
    }

    [Fact]
    public void MediaToTheEndOfTheFile_IsSignedUnlessProofsWouldFollowIt()
    {
        byte[] file = [.. TestMp4.Ftyp, .. Box("moov", FullBox("mvhd", 0, 0, new byte[96])), 0, 0, 0, 0, .. "mdat"u8, .. TestMp4.Media(100)];

        Assert.Equal(ValidationState.Trusted, Development.Validate(Development.Sign(file, options: Options(new MerkleOptions { BlockBytes = 30 }))).State);
        var error = Assert.Throws<C2paFormatException>(() => Development.Sign(file, options: Options(new MerkleOptions { BlockBytes = 30, MaxStoredHashes = 1 })));
        Assert.Equal("/mdat", error.BoxPath);
    }

    [Fact]
    public void WhatCannotBeCut_IsRefusedWithWhatToDo()
    {
        C2paFormatException Refuse(byte[] file, MerkleOptions merkle) => Assert.Throws<C2paFormatException>(() => Development.Sign(file, options: Options(merkle)));

        Assert.Contains("0 mdat boxes", Refuse([.. TestMp4.Ftyp, .. Box("moov")], new()).Message, StringComparison.Ordinal);
        Assert.Contains("0 movie fragments", Refuse(TestMp4.MoovFirst(), new() { Leaves = MerkleLeaves.Fragments }).Message, StringComparison.Ordinal);
        Assert.Contains("by its fragments", Refuse([.. TestMp4.Ftyp, .. Box("moof"), .. Box("mdat", new byte[20])], new()).Message, StringComparison.Ordinal);
        Assert.Contains("17th", Refuse([.. TestMp4.Ftyp, .. Box("mdat", new byte[8])], new()).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2 bytes", Refuse(TestMp4.MoovLast(BmffMerkleMap.MaxLeaves + 9), new() { BlockBytes = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("larger blocks", Refuse(TestMp4.MoovLast(MerkleOptions.MaxProofs + 9), new() { BlockBytes = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("store fewer hashes", Refuse([.. TestMp4.Ftyp, .. Box("mdat", new byte[50_008]), .. Box("mdat", new byte[40_009])], new() { BlockBytes = 1, MaxStoredHashes = 90_000 }).Message, StringComparison.Ordinal);
        Assert.Contains("fixed size", Refuse([.. TestMp4.Ftyp, .. Box("mdat", new byte[100_000]), .. TestMp4.Movie(ManyChunks)], new() { Leaves = MerkleLeaves.Chunks }).Message, StringComparison.Ordinal);
        Assert.Contains("257 mdat boxes", Refuse([.. TestMp4.Ftyp, .. Enumerable.Repeat(Box("mdat", new byte[20]), 257).SelectMany(b => b)], new()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsManyProofsAsAreAllowed_AreReadBackAsTrusted()
    {
        var signed = Development.Sign(TestMp4.MoovLast(MerkleOptions.MaxProofs + 8), options: Options(new MerkleOptions { BlockBytes = 1 }));

        Assert.Equal(MerkleOptions.MaxProofs, Merkle(signed).Count);
    }

    [Fact]
    public void AsManyHashesAsAreAllowed_AreReadBackAsTrusted()
    {
        var signed = Development.Sign(
            TestMp4.MoovLast(MerkleOptions.MaxStoredItems + 8), options: Options(new MerkleOptions { BlockBytes = 1, MaxStoredHashes = MerkleOptions.MaxStoredItems }));

        Assert.Equal(MerkleOptions.MaxStoredItems, Binding(signed).Merkle.Single().Hashes.Count);
    }

    [Fact]
    public async Task OptionsThatMakeNoSense_AreTheCallersMistake()
    {
        foreach (var wrong in new MerkleOptions[] { new() { BlockBytes = 0 }, new() { BlockBytes = -1 }, new() { MaxStoredHashes = 0 }, new() { MaxStoredHashes = MerkleOptions.MaxStoredItems + 1 }, new() { Leaves = (MerkleLeaves)9 } })
            Assert.Throws<ArgumentException>(() => Development.Sign(TestMp4.MoovFirst(), options: Options(wrong)));
        foreach (var image in new[] { TestImage.Jpeg(), TestImage.Png() })
            await Assert.ThrowsAsync<ArgumentException>(() =>
                AssetSigner.SignAsync(new MemoryStream(image), new MemoryStream(), Development.ByAi(), Development.Signer, Options(new())));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            SidecarSigner.SignAsync(new MemoryStream(TestMp4.MoovFirst()), new MemoryStream(), Development.ByAi(), Development.Signer, Options(new())));
    }

    [Fact]
    public void Cancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => LeafHashes.Compute(new MemoryStream(new byte[10]), [new(0, 10)], HashAlgorithmName.SHA256, new CancellationToken(canceled: true)));

    [Fact]
    public void FileWithTrees_SignedAgain_LosesItsOldProofs()
    {
        var once = Development.Sign(TestMp4.MoovLast(1000), options: Options(new MerkleOptions { BlockBytes = 100, MaxStoredHashes = 2 }));

        var twice = Development.Sign(once, options: Development.Options with { DiscardExistingManifest = true });

        Assert.Empty(Merkle(twice));
        Assert.Equal(ValidationState.Trusted, Development.Validate(twice).State);
    }

    private static byte[] ManyChunks { get; } =
        FullBox("stco", 0, 0, U32(MerkleOptions.MaxChunks + 1), [.. Enumerable.Range(0, MerkleOptions.MaxChunks + 1).SelectMany(i => U32((uint)(100 + i)))]);

    private static SigningOptions Options(MerkleOptions merkle) => Development.Options with { Merkle = merkle };

    private static BmffHashAssertion Binding(byte[] signed) =>
        BmffHashAssertion.Parse(Development.Validate(signed).Assertions.Single(a => a.Label == AssertionLabels.BmffHashV3).Decode());

    private static IReadOnlyList<C2paBox> Merkle(byte[] signed) =>
        [.. C2paBox.FindAll(BmffReader.Read(new MemoryStream(signed))).Where(b => b.Purpose == C2paBox.Merkle)];

    private static bool IsValid(byte[] file)
    {
        try
        {
            return Development.Validate(file).IsValid;
        }
        catch (C2paFormatException)
        {
            return false;
        }
    }

    /// <summary>What the chunk offsets point to.</summary>
    private static byte[][] AtOffsets(byte[] file)
    {
        var table = file.AsSpan().LastIndexOf("stco"u8) + 12;
        return [.. Enumerable.Range(0, 2).Select(i => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(table + 4 * i))).Select(o => file[o..(o + 4)])];
    }

    private static IEnumerable<(int Start, int Bytes, string Type)> TopLevel(byte[] file)
    {
        for (int at = 0, bytes; at < file.Length; at += bytes)
        {
            bytes = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            yield return (at, bytes, Encoding.ASCII.GetString(file, at + 4, 4));
        }
    }
}
