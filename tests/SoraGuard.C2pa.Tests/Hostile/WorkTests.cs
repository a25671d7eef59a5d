using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>What a file costs is bounded by its size, counted in bytes read.</summary>
public class WorkTests
{
    private const int MediaBytes = 1_000_000;

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void JpegWithFillBytes_IsReadOnce(int fillBytes)
    {
        var file = new CountingStream(JpegWithFill(fillBytes));

        Assert.Equal(ValidationState.None, C2paValidator.Validate(file, Development.Validation).State);

        Assert.InRange(file.BytesRead, fillBytes, file.Length + 4096);
    }

    [Fact]
    public void JpegWithFillBytes_AnyNumber_EndsBeforeTheMarkerItself()
    {
        for (var fillBytes = 0; fillBytes < 1200; fillBytes++)
        {
            var file = JpegWithFill(fillBytes);
            Assert.Equal(("EOI", file.Length - 2, file.Length), JpegReader.Read(new MemoryStream(file))[^1] is var end ? (end.Name, end.Start, end.End) : default);
        }
    }

    [Fact]
    public void UpdateWithManyParents_IsBoundToNoneOfThem()
    {
        var (one, _) = Read(Update(parents: 1));
        var (many, codes) = Read(Update(parents: 50));

        Assert.InRange(one, MediaBytes, 2 * MediaBytes);
        Assert.InRange(many, 0, MediaBytes - 1);
        Assert.Contains(StatusCodes.ManifestUpdateWrongParents, codes);
        Assert.Contains(StatusCodes.ManifestMultipleParents, codes);
        Assert.Contains(StatusCodes.ClaimHardBindingsMissing, codes);
    }

    [Fact]
    public void InitializationOfManyTracks_IsHashedOnceForEachAlgorithm()
    {
        var (one, _) = Read(Fragmented(["sha256"]));
        var (many, codes) = Read(Fragmented([.. Enumerable.Repeat("sha256", 100)]));
        var (three, _) = Read(Fragmented(["sha256", "sha384", "sha512", "sha512"]));

        Assert.InRange(one, MediaBytes, 2 * MediaBytes - 1);
        Assert.InRange(many, MediaBytes, 2 * MediaBytes - 1);
        Assert.InRange(three, 3 * MediaBytes, 4 * MediaBytes - 1);
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], codes);
    }

    private static byte[] JpegWithFill(int bytes) => [.. TestImage.Jpeg()[..^2], .. Enumerable.Repeat((byte)0xFF, bytes), 0xFF, 0xD9];

    private static Forgery Update(int parents)
    {
        var label = Forgery.Label[..^1] + "2";
        var parent = new Forgery().ToManifest();
        for (int at; (at = parent.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Forgery.Label + "\0"))) >= 0;)
            System.Text.Encoding.ASCII.GetBytes(label).CopyTo(parent, at);
        var ingredient = CborValue.Map(
            ("relationship", CborValue.Of(IngredientAssertion.ParentOf)),
            ("activeManifest", CborValue.Map(("url", CborValue.Of($"self#jumbf=/c2pa/{label}")), ("hash", CborValue.Of(SHA256.HashData(parent.AsSpan(8)))))));
        var update = new Forgery { IsUpdate = true, Media = Movie() };
        update.HardBindings.Clear();
        update.OtherManifests.Add(parent);
        update.Assertions.Clear();
        for (var n = 1; n <= parents; n++)
            update.Assertions.Add((n == 1 ? AssertionLabels.IngredientV3 : $"{AssertionLabels.IngredientV3}__{n}", ingredient));
        return update;
    }

    private static Forgery Fragmented(string[] algorithms) => new()
    {
        Media = [.. Movie(), .. Box("moof", FullBox("mfhd", 0, 0, U32(1)), Box("traf", FullBox("tfhd", 0, 0x020000, U32(1)))), .. Box("mdat", [1, 2, 3])],
        ChangeHashAssertion = _ => new BmffHashAssertion
        {
            Exclusions = BmffHashAssertion.MandatoryExclusions,
            Merkle = [.. algorithms.Select((name, i) => new BmffMerkleMap { UniqueId = i, LocalId = 0, Count = 1, Algorithm = name, Hashes = [new byte[32]], InitHash = new byte[32] })],
        }.ToCbor(),
    };

    private static byte[] Movie() => [.. Box("moov", FullBox("mvhd", 0, 0, new byte[96])), .. Box("free", new byte[MediaBytes])];

    private static (long BytesRead, IEnumerable<string> Failures) Read(Forgery forgery)
    {
        var file = new CountingStream(forgery.ToFile());
        var result = C2paValidator.Validate(file, Development.Validation);
        return (file.BytesRead, [.. result.Failures.Select(f => f.Code)]);
    }
}
