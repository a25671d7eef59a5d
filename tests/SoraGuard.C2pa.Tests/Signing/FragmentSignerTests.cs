using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Signing;

public class FragmentSignerTests
{
    private static readonly byte[] Initialization = [.. TestMp4.Ftyp, .. Box("moov", FullBox("mvhd", 0, 0, new byte[96]))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)] // more than the manifest stores hashes of
    public async Task SignedFragments_AreTrusted_AllOrSome(int count)
    {
        var (init, fragments) = await SignAsync(count);

        Assert.Equal(ValidationState.Trusted, Validate(init, fragments).State);
        Assert.Equal(ValidationState.Trusted, Validate(init, [fragments[^1]]).State);
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Development.Validate(init).Failures.Select(f => f.Code));
    }

    [Fact]
    public async Task FragmentChanged_Swapped_LeftOut_Repeated_OrOfAnother_IsInvalid()
    {
        var (init, fragments) = await SignAsync(5);
        var (otherInit, other) = await SignAsync(5, fill: 9);
        var changed = (byte[])fragments[2].Clone();
        changed[^1] ^= 1;
        byte[][][] wrong =
        [
            [fragments[0], fragments[1], changed], [fragments[1], fragments[0]], [fragments[0], fragments[2]], [fragments[0], fragments[0]], [other[0]], [Fragment(0)], [],
        ];

        Assert.All(wrong, w => Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Validate(init, w).Failures.Select(f => f.Code)));
        Assert.False(Validate(otherInit, fragments).IsValid);
    }

    /// <summary>The hash leaves out 'ftyp', 'mfra' and C2PA boxes.</summary>
    [Fact]
    public async Task SomethingHidden_WhereNoHashCoversIt_IsInvalid()
    {
        var (init, fragments) = await SignAsync(3);
        byte[] mfra = Box("mfra", FullBox("mfro", 0, 0, U32(16))), store = C2paBox.Write(new byte[100]);
        byte[][] hidden = [Box("ftyp", new byte[100]), Box("mfra", Box("free", new byte[100])), [.. mfra, .. mfra], store];

        Assert.True(Validate(init, [[.. fragments[0], .. mfra]]).IsValid); // the end of a file of one fragment
        Assert.All(hidden, h => Assert.Equal([StatusCodes.AssertionBmffHashMalformed], Validate(init, [[.. fragments[0], .. h]]).Failures.Select(f => f.Code)));
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Validate([.. init, .. Box("mfra", Box("free", new byte[100]))], fragments).Failures.Select(f => f.Code));
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Validate([.. init, .. Fragment(0), .. Box("free", new byte[100])], fragments).Failures.Select(f => f.Code));
        Assert.Equal([StatusCodes.AssertionBmffHashMalformed], Validate([.. init, .. C2paBox.WriteMerkle(new MerkleProof(1, 1, 0, []).Encode(), 0)], fragments).Failures.Select(f => f.Code));
    }

    [Fact]
    public void FragmentFilesOfAMovieSignedByItself_AreAMismatch()
    {
        byte[] flat = Development.Sign(TestMp4.MoovFirst()), inTrees = Development.Sign(TestMp4.MoovFirst(), options: Development.Options with { Merkle = new MerkleOptions() });

        Assert.All([flat, inTrees], signed => Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Validate(signed, [Fragment(0)]).Failures.Select(f => f.Code)));
        Assert.All([flat, inTrees], signed => Assert.True(Development.Validate(signed).IsValid));
    }

    [Fact]
    public async Task AnyByteOfAFragment_Changed_IsInvalid()
    {
        var (init, fragments) = await SignAsync(3);
        for (var i = 0; i < fragments[1].Length; i++)
        {
            var changed = (byte[])fragments[1].Clone();
            changed[i] ^= 0x20;
            Assert.False(IsValid(init, [fragments[0], changed]), $"byte {i}");
        }
    }

    [Fact]
    public async Task IndexInAFragment_CoversTheProofTogetherWithItsMovieFragment()
    {
        var (plain, stypBytes) = (Fragment(0), Fragment(0).AsSpan().IndexOf("moof"u8) - 4);
        byte[] Index(int segmentBytes) => FullBox("sidx", 0, 0, U32(1), U32(1), U32(0), U32(0), U16(0), U16(1), U32((uint)segmentBytes), U32(1), U32(0));
        var (before, moof) = (Index(plain.Length - stypBytes), plain[stypBytes..]);

        var (init, fragments) = await SignAsync([[.. plain[..stypBytes], .. before, .. moof]]);

        var indexEnd = stypBytes + before.Length;
        Assert.Equal(Index(fragments[0].Length - indexEnd), fragments[0][stypBytes..indexEnd]);
        Assert.Equal(moof, fragments[0][^moof.Length..]);
        Assert.Equal(ValidationState.Trusted, Validate(init, fragments).State);
    }

    [Fact]
    public async Task FragmentsThatCannotBeSigned_AreRefused()
    {
        var (_, signed) = await SignAsync(2);

        await Assert.ThrowsAsync<C2paSigningException>(() => SignAsync([signed[0]]));
        await Assert.ThrowsAsync<C2paFormatException>(() => SignAsync([Fragment(0), Fragment(1, track: 2)]));
        await Assert.ThrowsAsync<C2paFormatException>(() => SignAsync([Initialization]));
        await Assert.ThrowsAsync<ArgumentException>(() => SignAsync([]));
    }

    private static byte[] Fragment(int number, byte fill = 0, uint track = 1) =>
    [
        .. Box("styp", "msdh"u8.ToArray(), U32(0)),
        .. Box("moof", FullBox("mfhd", 0, 0, U32((uint)number)), Box("traf", FullBox("tfhd", 0, 0x020000, U32(track)))),
        .. Box("mdat", [(byte)number, fill, 3]),
    ];

    private static Task<(byte[] Init, byte[][] Fragments)> SignAsync(int count, byte fill = 0) => SignAsync([.. Enumerable.Range(0, count).Select(n => Fragment(n, fill))]);

    private static async Task<(byte[] Init, byte[][] Fragments)> SignAsync(byte[][] sources)
    {
        using var destination = new MemoryStream();
        using var folder = new TemporaryFolder();
        var paths = sources.Select((_, i) => folder.PathOf($"{i}.m4s")).ToArray();
        FragmentFile[] files =
            [.. sources.Zip(paths, (source, path) => new FragmentFile(() => new MemoryStream(source), () => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite)))];
        await FragmentSigner.SignAsync(new MemoryStream(Initialization), destination, files, Development.ByAi(), Development.Signer, Development.Options);
        return (destination.ToArray(), [.. paths.Select(File.ReadAllBytes)]);
    }

    private static ValidationResult Validate(byte[] init, byte[][] fragments) =>
        C2paValidator.ValidateFragmented(new MemoryStream(init), fragments.Select(f => new MemoryStream(f)), Development.Validation);

    private static bool IsValid(byte[] init, byte[][] fragments)
    {
        try
        {
            return Validate(init, fragments).IsValid;
        }
        catch (C2paFormatException)
        {
            return false;
        }
    }
}
