using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>A damaged source is signed, and then the result is read back as valid, or it is refused with a typed error: never anything else.</summary>
public class SigningFuzzTests
{
    private const int Mutations = 300;

    [Theory]
    [InlineData("moov-first", null)]
    [InlineData("moov-first", MerkleLeaves.Blocks)]
    [InlineData("moov-last", MerkleLeaves.Chunks)]
    [InlineData("wide", MerkleLeaves.Blocks)]
    [InlineData("wide", MerkleLeaves.Chunks)]
    [InlineData("fragmented", null)]
    [InlineData("fragmented", MerkleLeaves.Fragments)]
    public void DamagedSource_IsSignedOrRefused(string source, MerkleLeaves? leaves)
    {
        var random = new Random(HashCode(source) + (int)(leaves ?? (MerkleLeaves)9));
        var options = Development.Options with { Merkle = leaves is { } kind ? new MerkleOptions { Leaves = kind, BlockBytes = 50, MaxStoredHashes = 2 } : null, DiscardExistingManifest = true };
        var original = Source(source);
        Assert.Equal(ValidationState.Trusted, Development.Validate(Development.Sign(original, options: options)).State);
        for (var i = 0; i < Mutations; i++)
        {
            var (file, what) = Mutation.Apply(original, random, from: 0);
            try
            {
                Assert.Equal(ValidationState.Trusted, Development.Validate(Development.Sign(file, options: options)).State);
            }
            catch (Exception e) when (e is C2paFormatException or C2paSigningException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{source}, {leaves}, {what}: {e}");
            }
        }
    }

    private static int HashCode(string text) => text.Sum(c => c);

    private static byte[] Source(string name) => name switch
    {
        "moov-first" => TestMp4.MoovFirst(),
        "moov-last" => TestMp4.MoovLast(),
        "wide" => [.. TestMp4.Ftyp, .. LargeBox("mdat", TestMp4.Media(300)), .. TestMp4.Movie(FullBox("co64", 0, 0, U32(1), U64(60)), FullBox("saio", 0, 0, U32(1), U32(70)))],
        _ =>
        [
            .. TestMp4.Ftyp, .. Box("moov", FullBox("mvhd", 0, 0, new byte[96])),
            .. FullBox("sidx", 0, 0, U32(1), U32(1000), U32(0), U32(0), U16(0), U16(2), U32(72), U32(1000), U32(0), U32(72), U32(1000), U32(0)),
            .. Fragment, .. Fragment, .. Box("mfra", FullBox("tfra", 1, 0, U32(1), U32(0), U32(1), U64(0), U64(200), [1, 1, 1])),
        ],
    };

    private static byte[] Fragment { get; } = [.. Box("moof", Box("traf", FullBox("tfhd", 0, 1, U32(1), U64(150)))), .. Box("mdat", TestMp4.Media(24))];
}
