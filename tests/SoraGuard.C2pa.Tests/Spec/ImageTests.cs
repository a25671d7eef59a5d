using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;
using static SoraGuard.C2pa.Tests.Support.TestImage;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §A.3.1, §A.3.2 and §18.7.3: how JPEG and PNG files are cut into boxes, and where their store is.</summary>
public class ImageTests
{
    private static readonly byte[] StoreType = Convert.FromHexString("6332706100110010800000aa00389b71");

    [Fact]
    public void Jpeg_IsCutIntoSegments_WithTheirEntropyCodedData()
    {
        var image = Jpeg();

        var boxes = ((ImageAsset)Asset.Open(new MemoryStream(image))).Boxes;

        Assert.Equal(["SOI", "APP0", "DQT", "SOF0", "DHT", "SOS", "RST0", "RST1", "EOI"], boxes.Select(b => b.Name));
        Assert.Equal(image.Length, boxes[^1].End);
        Assert.All(boxes.Zip(boxes.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.Equal(4, boxes[6].End - boxes[6].Start);
    }

    [Fact]
    public void Jpeg_OfSeveralImages_AndWithMoreBehind_IsCutToItsEnd()
    {
        byte[] image = [.. Jpeg(), .. Jpeg(), 1, 2, 3];

        var boxes = ((ImageAsset)Asset.Open(new MemoryStream(image))).Boxes;

        Assert.Equal((2, AssetBox.After, 3), (boxes.Count(b => b.Name == "SOI"), boxes[^1].Name, boxes[^1].End - boxes[^1].Start));
    }

    [Fact]
    public void Png_IsCutIntoChunks()
    {
        var boxes = ((ImageAsset)Asset.Open(new MemoryStream([.. Png(), 9]))).Boxes;

        Assert.Equal(["PNGh", "IHDR", "IDAT", "IEND", AssetBox.After], boxes.Select(b => b.Name));
    }

    [Fact]
    public void SeveralStores_CountAsNone()
    {
        byte[] Store() => Segment(0xEB, [.. "JP"u8], U16(1), U32(1), U32(50), "jumb"u8.ToArray(), U32(42), "jumd"u8.ToArray(), StoreType, new byte[26]);

        Assert.Equal(ValidationState.None, Development.Validate(Jpeg(Store(), Segment(0xFE, [1]), Store())).State);
        Assert.Equal(ValidationState.None, Development.Validate(Png(Chunk("caBX", new byte[9]), Chunk("caBX", new byte[9]))).State);
    }

    public static TheoryData<string, byte[]> Malformed() => new()
    {
        { "JPEG without end", Jpeg()[..^2] },
        { "JPEG with endless scan", Jpeg()[..^4] },
        { "JPEG with cut segment", [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1] },
        { "JPEG with segment shorter than its length", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9] },
        { "JPEG with garbage between segments", [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 7, 7] },
        { "JPEG with unknown marker", [0xFF, 0xD8, 0xFF, 0x02, 0, 2, 0xFF, 0xD9] },
        { "PNG with cut chunk", Png()[..^2] },
        { "PNG with chunk of no name", Png(Chunk("a1b2", [])) },
        { "PNG with chunk too long", [.. Png()[..33], 0xFF, 0xFF, 0xFF, 0xFF, .. "tEXt"u8] },
        { "PNG store with wrong checksum", Png([.. Chunk("caBX", new byte[20])[..^1], 1]) },
        { "PNG store too small", Png(Chunk("caBX", new byte[3])) },
        { "sidecar of wrong size", [0, 0, 0, 99, .. "jumb"u8] },
        { "sidecar with something behind", [0, 0, 0, 8, .. "jumb"u8, 1] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_IsRejected(string what, byte[] file) =>
        Assert.NotEmpty(what + Assert.Throws<C2paFormatException>(() => Development.Validate(file)).Message);

    [Theory]
    [InlineData(12)] // sequence
    [InlineData(16)] // size of the box
    [InlineData(20)] // its type
    public async Task JpegStore_WhoseSecondSegmentDoesNotContinueTheFirst_IsRejected(int offset)
    {
        using var destination = new MemoryStream();
        var builder = Development.ByAi().AddAssertion("org.example.large", Cbor.CborValue.Of(new byte[100_000]));
        await ImageSigner.SignAsync(new MemoryStream(Jpeg()), destination, builder, Development.Signer, Development.Options);
        var file = destination.ToArray();
        var second = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xEB]);

        file[second + offset - 4 + 3] ^= 0x40;

        Assert.Throws<C2paFormatException>(() => Development.Validate(file));
    }

    [Fact]
    public void XmpThatNamesAManifest_IsReported_AndNothingIsFetched()
    {
        var xmp = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description xmlns:d="http://purl.org/dc/terms/" d:provenance="https://example.org/m.c2pa"/></r:RDF></x:xmpmeta>"""u8.ToArray();
        byte[][] files =
        [
            Jpeg(Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"u8.ToArray(), xmp)),
            Png(Chunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. xmp])),
            [.. TestMp4.Ftyp, .. Box("uuid", Convert.FromHexString("be7acfcb97a942e89c71999491e3afac"), xmp)],
        ];
        foreach (var file in files)
        {
            var result = Development.Validate(file);
            Assert.Equal((ValidationState.None, "https://example.org/m.c2pa", StatusCodes.ManifestInaccessible), (result.State, result.ManifestAddress, Assert.Single(result.Codes).Code));
        }
    }

    [Theory]
    [InlineData("no xml")]
    [InlineData("""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x xmlns:d="http://purl.org/dc/terms/" d:provenance="&e;"/>""")]
    [InlineData("""<x xmlns:d="http://purl.org/dc/terms/" d:provenance="file:///etc/passwd"/>""")]
    [InlineData("""<x provenance="https://example.org/m.c2pa"/>""")]
    public void XmpThatNamesNone_IsPassedOver(string xmp) =>
        Assert.Null(Development.Validate(Jpeg(Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(xmp)))).ManifestAddress);
}
