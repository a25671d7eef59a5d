using System.IO.Compression;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Signing;

public class UpdateSignerTests
{
    [Fact]
    public async Task Update_IsAppended_AndNothingElseChanges()
    {
        var signed = Development.Sign(TestMp4.MoovFirst());

        var updated = await UpdateAsync(signed, Review("allow"), seed: 2);
        var again = await UpdateAsync(updated, Review("label").Add(new C2paAction { Action = ActionNames.Opened }), seed: 3);

        var purpose = signed.AsSpan().IndexOf("manifest\0"u8);
        Assert.All(Differences(signed, updated[..signed.Length]), i => Assert.InRange(i, purpose, purpose + 7)); // manifest -> original
        Assert.Equal(updated[..signed.Length], again[..signed.Length]);
        var result = Development.Validate(again);
        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal("label", result.FindAssertion("org.example.review")!.Decode()["verdict"]!.AsText());
        Assert.Equal(1, result.Codes.Count(c => c is { Code: StatusCodes.AssertionBmffHashMatch, IngredientUri: null }));
        Assert.Equal(3, result.Codes.Count(c => c.Code == StatusCodes.ClaimSignatureValidated));
    }

    [Theory]
    [InlineData("jpeg", false)]
    [InlineData("png", false)]
    [InlineData("jpeg", true)]
    [InlineData("png", true)]
    public async Task ImageUpdate_StoreGrowsInItsPlace_AndTheRestIsAsBefore(string kind, bool byBox)
    {
        var source = kind == "jpeg" ? TestImage.Jpeg() : TestImage.Png();
        var signed = SignImage(source, byBox);

        var updated = await UpdateAsync(signed, Review("allow").AddAssertion("org.example.large", CborValue.Of(new byte[100_000])), seed: 2);
        var again = await UpdateAsync(updated, Review("label"), seed: 3);

        var result = Development.Validate(again);
        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal("label", result.FindAssertion("org.example.review")!.Decode()["verdict"]!.AsText());
        Assert.Equal(1, result.Codes.Count(c => c.IngredientUri is null && c.Code == (byBox ? StatusCodes.AssertionBoxesHashMatch : StatusCodes.AssertionDataHashMatch)));
        var at = (int)Asset.Open(new MemoryStream(signed)).StoreRange!.Value.Start;
        Assert.Equal(source[..at], again[..at]);
        Assert.Equal(source[at..], again[^(source.Length - at)..]);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public async Task UpdatedImage_ChangedOutsideItsStore_IsInvalid(string kind)
    {
        var source = kind == "jpeg" ? TestImage.Jpeg(TestImage.Segment(0xFE, [1, 2, 3])) : TestImage.Png(TestImage.Chunk("tEXt", [1, 2, 3]));
        var updated = await UpdateAsync(SignImage(source, byBox: false), Review("allow"), seed: 2);
        var comment = updated.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[1, 2, 3]);

        updated[comment] ^= 1;

        Assert.Equal([StatusCodes.AssertionDataHashMismatch], Development.Validate(updated).Failures.Where(f => f.IngredientUri is null).Select(f => f.Code));
    }

    /// <summary>Whatever write, or change of the length, fails on the way.</summary>
    [Theory]
    [InlineData("mp4")]
    [InlineData("jpeg")]
    [InlineData("png")]
    public async Task UpdateThatCannotBeWritten_LeavesTheFileAsItWas(string kind)
    {
        var large = TestImage.Chunk("tEXt", new byte[3_000_000]);
        var signed = kind switch { "mp4" => Development.Sign(TestMp4.MoovFirst()), "jpeg" => SignImage(TestImage.Jpeg(), byBox: false), _ => SignImage(TestImage.Png(large), byBox: false) };
        var failures = 0;
        for (var step = 1; ; step++, failures++)
        {
            using var file = new FailingStream(signed, failingStep: step);
            try
            {
                await UpdateSigner.UpdateInPlaceAsync(file, Review("x"), Development.Signer, Development.Options with { Random = new SeededRandom(2) });
                break;
            }
            catch (IOException)
            {
                Assert.Equal(signed, file.ToArray());
            }
        }
        Assert.Equal(kind == "png" ? 5 : 3, failures);
    }

    [Fact]
    public async Task UpdatedFile_MediaChanged_IsInvalid_EvenIfTheUpdateRecordedIt()
    {
        var updated = await UpdateAsync(Development.Sign(TestMp4.MoovFirst()), Review("allow"), seed: 2);
        var media = updated.AsSpan().IndexOf("mdat"u8) + 10;

        updated[media] ^= 1;

        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Development.Validate(updated).Failures.Where(f => f.IngredientUri is null).Select(f => f.Code));
    }

    [Fact]
    public async Task UpdateThatFails_LeavesTheFileAsItWas()
    {
        var signed = Development.Sign(TestMp4.MoovFirst());
        using var file = Expandable(signed);
        var options = Development.Options with { Time = Development.Now.AddYears(5), Trust = null };

        await Assert.ThrowsAsync<C2paSigningException>(() => UpdateSigner.UpdateInPlaceAsync(file, Review("x"), Development.Signer, options));
        Assert.Equal(signed, file.ToArray());
        await Assert.ThrowsAsync<C2paSigningException>(() => UpdateSigner.UpdateInPlaceAsync(file, Review("x"), new WrongSigner(), Development.Options with { Random = new SeededRandom(2) }));
        Assert.Equal(signed, file.ToArray());
    }

    [Fact]
    public async Task FileThatCannotBeUpdated_IsRefused()
    {
        byte[] open = [.. TestMp4.Ftyp, .. Boxes.Box("moov", Boxes.FullBox("mvhd", 0, 0, new byte[96])), 0, 0, 0, 0, .. "mdat"u8, 1, 2, 3];
        using var openEnd = Expandable(Development.Sign(open));
        using var unsigned = Expandable(TestMp4.MoovFirst());

        await Assert.ThrowsAsync<C2paFormatException>(() => UpdateSigner.UpdateInPlaceAsync(openEnd, Review("x"), Development.Signer, Development.Options));
        await Assert.ThrowsAsync<C2paSigningException>(() => UpdateSigner.UpdateInPlaceAsync(unsigned, Review("x"), Development.Signer, Development.Options));
    }

    [Fact]
    public async Task UpdateThatTellsOfAChange_IsRefused()
    {
        using var file = Expandable(Development.Sign(TestMp4.MoovFirst()));
        ManifestBuilder[] builders =
        [
            ManifestBuilder.Update("x", "1"),
            Review("x").Add(new C2paAction { Action = ActionNames.Edited }),
            Review("x").Add(Ingredient.WithoutManifest(IngredientAssertion.ComponentOf, "x", "image/png")),
        ];

        foreach (var builder in builders)
            await Assert.ThrowsAsync<InvalidOperationException>(() => UpdateSigner.UpdateInPlaceAsync(file, builder, Development.Signer, Development.Options));
    }

    /// <summary>C2PA 2.2 §11.2.4: what is signed is the manifest, what is stored may be its compressed form.</summary>
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, StatusCodes.ManifestCompressedInvalid)]
    public void CompressedManifest_IsValidatedAsWhatItExpandsTo(bool isDamaged, string? failure)
    {
        var signed = Development.Sign(TestMp4.MoovFirst());
        var store = Asset.Open(new MemoryStream(signed)).ReadStore()[0];
        var manifest = JumbfReader.Read(store).Children.Single();
        var compressed = Brotli(manifest.Bytes.ToArray());
        if (isDamaged) compressed = compressed[..(compressed.Length / 2)];
        var box = JumbfWriter.Superbox(JumbfType.CompressedManifest, manifest.Label, [], JumbfWriter.Box(new FourCc("brob"), compressed));
        var packed = JumbfWriter.Superbox(JumbfType.ManifestStore, "c2pa", [], box);
        packed.CopyTo(signed.AsSpan(signed.AsSpan().IndexOf("jumb"u8) - 4));
        signed.AsSpan(signed.AsSpan().IndexOf("jumb"u8) - 4 + packed.Length, store.Length - packed.Length).Clear(); // padding

        var result = Development.Validate(signed);

        Assert.Equal(isDamaged ? ValidationState.Invalid : ValidationState.Trusted, result.State);
        Assert.Equal(failure, result.Failures.FirstOrDefault()?.Code);
    }

    [Fact]
    public void CompressedManifestThatExpandsWithoutEnd_IsInvalid()
    {
        var file = Bombs(JumbfLimits.MaxExpandedBytes + 1, count: 1);

        Assert.Equal([StatusCodes.ManifestCompressedInvalid], Development.Validate(file).Failures.Select(f => f.Code));
        Assert.Throws<C2paFormatException>(() => CompressedManifests(JumbfLimits.MaxCompressedManifests + 1));
    }

    /// <summary>Whether each expands to no manifest, or is malformed or over the limit after much of it has been expanded.</summary>
    [Theory]
    [InlineData(1_000_000, 0)]
    [InlineData(-1_000_000, 0)]
    [InlineData(-1_000_000, 1)]
    public void CompressedManifestsThatExpandToMuch_AllocateLittleTogether(int bytesBeyondTheLimit, int strayBytes)
    {
        var file = Bombs(JumbfLimits.MaxExpandedBytes + bytesBeyondTheLimit, JumbfLimits.MaxCompressedManifests, strayBytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Development.Validate(file);

        // The buffer doubles up to the limit: twice the limit, and once more for the manifest that comes after it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3L * JumbfLimits.MaxExpandedBytes);
        Assert.Equal([StatusCodes.ManifestCompressedInvalid], result.Failures.Select(f => f.Code));
    }

    private static byte[] Bombs(int bytes, int count, int strayBytes = 0)
    {
        byte[] bomb = [.. Brotli(new byte[bytes]), .. new byte[strayBytes]];
        return [.. TestMp4.Ftyp, .. C2paBox.Write(JumbfWriter.Superbox(JumbfType.ManifestStore, "c2pa", [],
            [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)JumbfWriter.Superbox(JumbfType.CompressedManifest, $"urn:c2pa:{i}", [], JumbfWriter.Box(new FourCc("brob"), bomb)))]))];
    }

    private static ValidationResult CompressedManifests(int count) => Development.Validate([.. TestMp4.Ftyp, .. C2paBox.Write(JumbfWriter.Superbox(
        JumbfType.ManifestStore, "c2pa", [], [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)JumbfWriter.Superbox(JumbfType.CompressedManifest, $"urn:c2pa:{i}", []))]))]);

    private static ManifestBuilder Review(string verdict) =>
        ManifestBuilder.Update("SoraGuard.Tests", "1.0").AddAssertion("org.example.review", CborValue.Map(("verdict", CborValue.Of(verdict))));

    private static byte[] SignImage(byte[] image, bool byBox)
    {
        using var destination = new MemoryStream();
        ImageSigner.SignAsync(new MemoryStream(image), destination, Development.ByAi(), Development.Signer, Development.Options with { HashImagesByBox = byBox }).GetAwaiter().GetResult();
        return destination.ToArray();
    }

    private static async Task<byte[]> UpdateAsync(byte[] signed, ManifestBuilder update, int seed)
    {
        using var file = Expandable(signed);
        await UpdateSigner.UpdateInPlaceAsync(file, update, Development.Signer, Development.Options with { Random = new SeededRandom(seed) });
        return file.ToArray();
    }

    private static MemoryStream Expandable(byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }

    private static byte[] Brotli(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.Optimal))
            brotli.Write(bytes);
        return output.ToArray();
    }

    private static List<int> Differences(byte[] a, byte[] b) => [.. Enumerable.Range(0, a.Length).Where(i => a[i] != b[i])];

    /// <summary>One write or growth fails, after half of it was done.</summary>
    private sealed class FailingStream : MemoryStream
    {
        private int _left = int.MaxValue;

        public FailingStream(byte[] content, int failingStep)
        {
            Write(content);
            _left = failingStep;
        }

        /// <summary>Spans come here too: the base class sees that this is overridden.</summary>
        public override void Write(byte[] buffer, int offset, int count)
        {
            _left--;
            base.Write(buffer, offset, _left == 0 ? count / 2 : count);
            FailIfDue();
        }

        public override void SetLength(long value)
        {
            _left--;
            FailIfDue();
            base.SetLength(value);
        }

        private void FailIfDue()
        {
            if (_left == 0)
                throw new IOException("The disk is full.");
        }
    }

    /// <summary>Signs something else.</summary>
    private sealed class WrongSigner : IC2paSigner
    {
        public Cose.CoseAlgorithm Algorithm => Development.Signer.Algorithm;

        public IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain => Development.Signer.CertificateChain;

        public int SignatureBytes => Development.Signer.SignatureBytes;

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => Development.Signer.SignAsync(new byte[1], cancellationToken);
    }
}
