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

/// <summary>C2PA 2.2 §A.5.4.1.2: fragmented media in one flat file, a proof right before every movie fragment.</summary>
public class FlatFragmentSignerTests
{
    private const int Fragments = 5;

    [Theory]
    [InlineData(4096)]
    [InlineData(2)]
    [InlineData(1)]
    public void ProofsStandBeforeTheirMovieFragments(int stored)
    {
        var signed = Sign(stored);

        Assert.Equal(["ftyp", "uuid", "moov", "sidx", .. Enumerable.Repeat<string[]>(["uuid", "moof", "mdat"], Fragments).SelectMany(t => t), "mfra"], TopLevel(signed).Select(b => b.Type));
        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);
        Assert.DoesNotContain(Development.Validate(signed).Codes, c => c.Code == StatusCodes.BmffHashAdditionalExclusions);
    }

    [Fact]
    public void InitHashAndLeaves_AreThoseOfTheSpecification()
    {
        var signed = Sign(stored: 4096);

        // Each box that is not left out: its offset, its bytes. Left out are C2PA boxes, 'ftyp' and 'mfra'.
        var parts = new List<List<byte>> { new() };
        foreach (var (start, bytes, type) in TopLevel(signed).Where(b => b.Type is not ("ftyp" or "uuid" or "mfra")))
        {
            if (type == "moof")
                parts.Add([]);
            parts[^1].AddRange([.. U64((ulong)start), .. signed.AsSpan(start, bytes)]);
        }
        var map = Binding(signed).Merkle.Single();
        Assert.Equal(SHA256.HashData([.. parts[0]]), map.InitHash!.Value.ToArray());
        Assert.Equal(parts.Skip(1).Select(p => SHA256.HashData([.. p])), map.Hashes.Select(h => h.ToArray()));
        Assert.Equal((7L, Fragments), (map.LocalId, map.Count));
        Assert.Null(Binding(signed).Hash);
    }

    [Fact]
    public void Indexes_CoverTheProofsAndPointToTheMovieFragments()
    {
        var signed = Sign(stored: 2);

        var boxes = TopLevel(signed).ToList();
        var index = boxes.Single(b => b.Type == "sidx");
        var segments = boxes.SkipWhile(b => b.Type != "sidx").Skip(1).SkipLast(1).Chunk(3).Select(s => s.Sum(b => b.Bytes));
        Assert.Equal(segments, Enumerable.Range(0, Fragments).Select(i => BinaryPrimitives.ReadInt32BigEndian(signed.AsSpan(index.Start + 32 + 12 * i))));
        var access = boxes[^1].Start + 8 + 8 + 4 + 12;
        Assert.Equal(boxes.Where(b => b.Type == "moof").Select(b => b.Start), Enumerable.Range(0, Fragments).Select(i => BinaryPrimitives.ReadInt32BigEndian(signed.AsSpan(access + 11 * i + 4))));
    }

    [Fact]
    public void AnyByteBehindTheStore_Changed_IsInvalid()
    {
        var signed = Sign(stored: 2);
        for (var i = TopLevel(signed).ElementAt(2).Start; i < TopLevel(signed).Last().Start; i++)
        {
            var changed = (byte[])signed.Clone();
            changed[i] ^= 0x20;
            Assert.False(IsValid(changed), $"byte {i}");
        }
    }

    [Fact]
    public void Fragments_LeftOutSwappedDoubledOrOfAnotherFile_AreInvalid()
    {
        var (signed, other) = (Sign(stored: 2), Sign(stored: 2, fill: 9));
        byte[] Part(byte[] file, int n) => TopLevel(file).Skip(4 + 3 * n).Take(3).SelectMany(b => file[b.Start..(b.Start + b.Bytes)]).ToArray();
        byte[] Join(params byte[][] parts) => [.. signed[..TopLevel(signed).ElementAt(4).Start], .. parts.SelectMany(p => p), .. signed[TopLevel(signed).Last().Start..]];
        var all = Enumerable.Range(0, Fragments).Select(n => Part(signed, n)).ToArray();

        Assert.True(IsValid(Join(all)));
        Assert.False(IsValid(Join(all[..^1])));
        Assert.False(IsValid(Join(all[1..])));
        Assert.False(IsValid(Join(all[0], all[2], all[1], all[3], all[4])));
        Assert.False(IsValid(Join(all[0], all[1], all[1], all[2], all[3], all[4])));
        Assert.False(IsValid(Join(all[0], all[1], Part(other, 2), all[3], all[4])));
        Assert.False(IsValid(Join()));
    }

    [Theory]
    [InlineData(99)] // of no tree
    [InlineData(7)] // of the tree of the fragments
    public void ProofsThatNoMovieFragmentFollows_AreRefused(long localId)
    {
        var signed = Sign(stored: 4096);
        var uniqueId = Binding(signed).Merkle.Single().UniqueId;
        var proof = C2paBox.WriteMerkle(new MerkleProof(uniqueId, localId, 0, []).Encode(), boxBytes: 1000);
        var first = TopLevel(signed).Last().Start;

        Assert.Equal([StatusCodes.AssertionBmffHashMalformed], Development.Validate([.. signed, .. proof]).Failures.Select(f => f.Code));
        Assert.Equal([StatusCodes.AssertionBmffHashMalformed], Development.Validate([.. signed[..first], .. proof, .. signed[first..]]).Failures.Select(f => f.Code));
    }

    [Fact]
    public void SignedAgain_LosesItsOldProofsAndKeepsItsIndexRight()
    {
        var twice = Development.Sign(Sign(stored: 2), options: Development.Options with { DiscardExistingManifest = true });

        Assert.Equal(Development.Sign(Movie()).Length, twice.Length);
        Assert.True(twice.AsSpan().IndexOf(Index(0)) > 0);
        Assert.Equal(ValidationState.Trusted, Development.Validate(twice).State);
    }

    private static byte[] Sign(int stored, byte fill = 0) =>
        Development.Sign(Movie(fill), options: Development.Options with { Merkle = new MerkleOptions { Leaves = MerkleLeaves.Fragments, MaxStoredHashes = stored } });

    private static byte[] Movie(byte fill = 0)
    {
        byte[] start = [.. TestMp4.Ftyp, .. Box("moov", FullBox("mvhd", 0, 0, new byte[96])), .. Index(fill)];
        var fragments = Enumerable.Range(0, Fragments).Select(n => Fragment(n, fill)).ToArray();
        var offsets = fragments.Select((_, n) => (uint)(start.Length + fragments[..n].Sum(f => f.Length)));
        // Sizes of numbers 0: one byte each. Entries of 11 bytes: time, offset of the moof, numbers of traf, trun, sample.
        var access = Box("mfra", FullBox("tfra", 0, 0, U32(7), U32(0), U32(Fragments), [.. offsets.SelectMany(o => (byte[])[.. U32(0), .. U32(o), 1, 1, 1])]));
        return [.. start, .. fragments.SelectMany(f => f), .. access];
    }

    private static byte[] Index(byte fill) => FullBox("sidx", 0, 0, U32(7), U32(1000), U32(0), U32(0), U16(0), U16(Fragments),
        [.. Enumerable.Range(0, Fragments).SelectMany(n => (byte[])[.. U32((uint)Fragment(n, fill).Length), .. U32(1000), .. U32(0x90000000)])]);

    private static byte[] Fragment(int number, byte fill) =>
    [
        .. Box("moof", FullBox("mfhd", 0, 0, U32((uint)number)), Box("traf", FullBox("tfhd", 0, 0x020000, U32(7)))),
        .. Box("mdat", [(byte)number, fill, .. new byte[number]]),
    ];

    private static BmffHashAssertion Binding(byte[] signed) =>
        BmffHashAssertion.Parse(Development.Validate(signed).Assertions.Single(a => a.Label == AssertionLabels.BmffHashV3).Decode());

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

    private static IEnumerable<(int Start, int Bytes, string Type)> TopLevel(byte[] file)
    {
        for (int at = 0, bytes; at < file.Length; at += bytes)
        {
            bytes = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            yield return (at, bytes, Encoding.ASCII.GetString(file, at + 4, 4));
        }
    }
}
