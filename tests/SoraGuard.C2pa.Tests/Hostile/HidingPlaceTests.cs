using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>Parts of a file that no hash covers hold nothing but what they are there for. Those of fragments are tested beside their signers.</summary>
public class HidingPlaceTests
{
    private static readonly byte[] Junk = new byte[1000];

    private static readonly byte[] Movie = Box("moov", FullBox("mvhd", 0, 0, new byte[96]));

    [Fact]
    public void TreeOverMedia_WithoutAHashOfTheRest_IsMalformed()
    {
        var media = TestMp4.Media(100);
        var leaf = SHA256.HashData(media.AsSpan(MerkleHash.LeavesStart - 8));
        var forgery = new Forgery { Media = [.. Movie, .. Box("mdat", media)] };
        forgery.ChangeHashAssertion = hash => Forgery.With(Forgery.With(hash, "merkle", Tree(new BmffMerkleMap { UniqueId = 1, LocalId = 0, Count = 1, Hashes = [leaf] })), "hash", null);

        Assert.Equal([StatusCodes.AssertionBmffHashMalformed], forgery.Validate().Failures.Select(f => f.Code));
    }

    [Theory]
    [InlineData(16)] // as for a tree over media
    [InlineData(8)]
    public void TreeOfFragments_ThatLeavesOutTheMedia_IsMalformed(long from)
    {
        var map = new BmffMerkleMap { UniqueId = 1, LocalId = 1, Count = 1, Hashes = [new byte[32]], InitHash = new byte[32] };
        var binding = new BmffHashAssertion
        {
            Exclusions = [.. BmffHashAssertion.MandatoryExclusions, new BmffExclusion { Path = "/mdat", Subset = [new BmffSubset(from, 0)] }],
            Merkle = [map],
            Algorithm = "sha256",
        };

        Assert.Contains("'/mdat'", Assert.Throws<C2paFormatException>(() => BmffHashAssertion.Parse(binding.ToCbor())).Message, StringComparison.Ordinal);
        Assert.Null(Record.Exception(() => BmffHashAssertion.Parse((binding with { Exclusions = BmffHashAssertion.MandatoryExclusions }).ToCbor())));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void MediaLeftOut_IsSaidUnlessItIsInTrees(bool hasTree, bool isAdditional)
    {
        var binding = new BmffHashAssertion
        {
            Exclusions = [.. BmffHashAssertion.MandatoryExclusions, BmffHashAssertion.MediaInTrees],
            Hash = new byte[32],
            Merkle = hasTree ? [new BmffMerkleMap { UniqueId = 1, LocalId = 0, Count = 1, Hashes = [new byte[32]] }] : [],
        };

        Assert.Equal(isAdditional, BmffHashAssertion.Parse(binding.ToCbor()).HasAdditionalExclusions);
    }

    [Fact]
    public void IndexOfFragments_HoldsNothingElse()
    {
        var signed = Development.Sign(TestMp4.MoovFirst());

        Assert.True(Development.Validate([.. signed, .. Box("mfra", FullBox("tfra", 0, 0, U32(1), U32(0), U32(0)), FullBox("mfro", 0, 0, U32(0)))]).IsValid);
        foreach (var type in new[] { "free", "moov", "uuid", "mfra" })
            Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Development.Validate([.. signed, .. Box("mfra", Box(type, type == "uuid" ? Junk : Box("free", Junk)))]).Failures.Select(f => f.Code));
    }

    [Fact]
    public void ProofsOfLeavesThatAreStored_AreAMismatch()
    {
        var signed = Development.Sign(TestMp4.MoovFirst(600), options: Development.Options with { Merkle = new MerkleOptions { BlockBytes = 100 } });
        var map = BmffHashAssertion.Parse(Development.Validate(signed).Assertions.Single(a => a.Label == AssertionLabels.BmffHashV3).Decode()).Merkle.Single();
        Assert.Equal(map.Count, map.Hashes.Count);

        byte[] proofs = [.. Enumerable.Range(0, map.Count).SelectMany(i => C2paBox.WriteMerkle(new MerkleProof(map.UniqueId, map.LocalId, i, []).Encode(), boxBytes: 1000))];

        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Development.Validate([.. signed, .. proofs]).Failures.Select(f => f.Code));
    }

    [Theory]
    [InlineData(0xA3, "", null)]
    [InlineData(0xA4, "646576696C43010203", "no other")] // "evil": three bytes
    [InlineData(0xA4, "0143010203", "no other")] // 1: three bytes
    [InlineData(0xA4, "686C6F636174696F6E00", "well-formed")] // "location" again
    [InlineData(0xA4, "7F686C6F636174696F6EFF00", "each once")] // "location" again, in chunks
    public void Proof_HasItsOwnEntries_EachOnce(int map, string further, string? complaint)
    {
        // "uniqueId": 0, "localId": 0, "location": 0
        byte[] cbor = [(byte)map, 0x68, .. "uniqueId"u8, 0, 0x67, .. "localId"u8, 0, 0x68, .. "location"u8, 0, .. Convert.FromHexString(further)];
        var file = BmffReader.Read(new MemoryStream([.. TestMp4.Ftyp, .. C2paBox.WriteMerkle(cbor, 0)]));

        var error = Record.Exception(() => MerkleProof.ReadAll(file, C2paBox.FindAll(file)));

        if (complaint is null)
            Assert.Null(error);
        else
            Assert.Contains(complaint, Assert.IsType<C2paFormatException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SidecarOfAMovie_WithAStoreInsideTheMovie_IsInvalid()
    {
        var movie = TestMp4.MoovFirst();
        using var sidecar = new MemoryStream();
        await SidecarSigner.SignAsync(new MemoryStream(movie), sidecar, Development.ByAi(), Development.Signer, Development.Options);
        ValidationResult Validate(byte[] file) => C2paValidator.ValidateSidecar(new MemoryStream(file), sidecar, Development.Validation);

        Assert.True(Validate(movie).IsValid);
        foreach (var hidden in new[] { C2paBox.Write(Junk), [.. C2paBox.Write(Junk), .. C2paBox.Write(Junk)], C2paBox.WriteMerkle(new MerkleProof(0, 0, 0, []).Encode(), 0) })
            Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Validate([.. movie, .. hidden]).Failures.Select(f => f.Code));
    }

    [Fact]
    public async Task SidecarFor_AMovieWithAStoreInside_IsNotWritten()
    {
        var signed = Development.Sign(TestMp4.MoovFirst());

        await Assert.ThrowsAsync<C2paSigningException>(() =>
            SidecarSigner.SignAsync(new MemoryStream(signed), new MemoryStream(), Development.ByAi(), Development.Signer, Development.Options));
    }

    private static CborValue Tree(BmffMerkleMap map) => CborValue.Array(map.ToCbor());
}
