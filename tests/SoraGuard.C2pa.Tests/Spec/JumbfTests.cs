using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;
using SoraGuard.TestData;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>ISO/IEC 19566-5 as C2PA 2.2 §11.1 uses it.</summary>
public class JumbfTests
{
    private static readonly byte[] StoreType = Convert.FromHexString("6332706100110010800000AA00389B71");
    private static readonly byte[] CborType = Convert.FromHexString("63626F7200110010800000AA00389B71");

    [Fact]
    public void Write_IsTheLayoutOfTheStandard()
    {
        byte[] salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

        var written = JumbfWriter.Superbox(JumbfType.Cbor, "org.example.x", salt, JumbfWriter.Box(new FourCc("cbor"), [0xA0]));

        var expected = Box("jumb", Box("jumd", CborType, [0x13], "org.example.x\0"u8.ToArray(), Box("c2sh", salt)), Box("cbor", [0xA0]));
        Assert.Equal(expected, written);
    }

    [Fact]
    public void Read_GivesLabelsPathsContentAndWhatIsHashed()
    {
        var inner = Box("jumb", Description(CborType, 0x03, "inner"), Box("cbor", [0xA0]));
        var store = JumbfReader.Read(Box("jumb", Description(StoreType, 0x03, "c2pa"), inner));

        var child = Assert.Single(store.Children);
        Assert.Equal(("inner", "c2pa/inner", JumbfType.Cbor), (child.Label, child.Path, child.Type));
        Assert.Equal([0xA0], child.OnlyContent(new FourCc("cbor"))!.Value.ToArray());
        Assert.Null(child.OnlyContent(new FourCc("json")));
        Assert.Equal(inner[8..], child.HashedBytes.ToArray());
        Assert.Equal(inner, child.Bytes.ToArray());
    }

    /// <summary>The boxes of stores that c2pa-rs wrote, written again by this library, are the same.</summary>
    [SharedDataTheory("c2pa")]
    [InlineData("peer-made/v3_es256.mp4")]
    [InlineData("peer-made/v3_ingredient_parent.mp4")]
    [InlineData("real/prmiere-firefly.mp4")]
    public void Write_WhatWasRead_GivesTheSameBytes(string file)
    {
        using var stream = File.OpenRead(SharedData.PathOf(["c2pa", .. file.Split('/')]));
        var bytes = Assert.Single(Asset.Open(stream).ReadStore()).ToArray();

        Assert.Equal(bytes, Rewrite(JumbfReader.Read(bytes)));
    }

    public static TheoryData<string, byte[]> Malformed() => new()
    {
        { "empty", [] },
        { "cut header", [0, 0, 0, 8] },
        { "another box", Box("jumd") },
        { "no description", Box("jumb") },
        { "something before the description", Box("jumb", Box("cbor"), Description(StoreType, 0x03, "c2pa")) },
        { "something after the store", [.. Store(), 0] },
        { "shorter than it says", Store()[..^1] },
        { "not requestable", Box("jumb", Description(StoreType, 0x02, "c2pa")) },
        { "no label", Box("jumb", Description(StoreType, 0x01, "c2pa")) },
        { "an id", Box("jumb", Description(StoreType, 0x07, "c2pa")) },
        { "a hash", Box("jumb", Description(StoreType, 0x0B, "c2pa")) },
        { "a reserved toggle", Box("jumb", Description(StoreType, 0x23, "c2pa")) },
        { "empty label", Box("jumb", Description(StoreType, 0x03, "")) },
        { "endless label", Box("jumb", Box("jumd", StoreType, [0x03], "c2pa"u8.ToArray())) },
        { "label with a slash", Box("jumb", Description(StoreType, 0x03, "c2/pa")) },
        { "label with a control character", Box("jumb", Description(StoreType, 0x03, "c2\npa")) },
        { "label that is no UTF-8", Box("jumb", Box("jumd", StoreType, [0x03, 0xC3, 0x00])) },
        { "bytes after the label", Box("jumb", Description(StoreType, 0x03, "c2pa", [0])) },
        { "salt missing", Box("jumb", Description(StoreType, 0x13, "c2pa")) },
        { "salt of 15 bytes", Box("jumb", Description(StoreType, 0x13, "c2pa", Box("c2sh", new byte[15]))) },
        { "private box of another type", Box("jumb", Description(StoreType, 0x13, "c2pa", Box("c2sx", new byte[16]))) },
        { "two salts", Box("jumb", Description(StoreType, 0x13, "c2pa", [.. Box("c2sh", new byte[16]), .. Box("c2sh", new byte[16])])) },
        { "two boxes of one label", Box("jumb", Description(StoreType, 0x03, "c2pa"), Store(), Store()) },
        { "child longer than what is left", Box("jumb", Description(StoreType, 0x03, "c2pa"), [0, 0, 0, 9, .. "cbor"u8]) },
        { "child of size 0", Box("jumb", Description(StoreType, 0x03, "c2pa"), [0, 0, 0, 0, .. "cbor"u8]) },
        { "label over the limit", Box("jumb", Description(StoreType, 0x03, new string('a', JumbfLimits.MaxLabelBytes + 1))) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_Malformed_Throws(string what, byte[] store) =>
        Assert.True(Record.Exception(() => JumbfReader.Read(store)) is C2paFormatException, what);

    [Fact]
    public void Read_LabelOfTheLimit_IsAccepted() =>
        Assert.Equal(JumbfLimits.MaxLabelBytes,
            JumbfReader.Read(Box("jumb", Description(StoreType, 0x03, new string('a', JumbfLimits.MaxLabelBytes)))).Label.Length);

    [Theory]
    [InlineData(JumbfLimits.MaxDepth, true)]
    [InlineData(JumbfLimits.MaxDepth + 1, false)]
    public void Read_NestedBoxes_UpToTheLimit(int depth, bool isAccepted)
    {
        var nested = Store();
        for (var i = 1; i < depth; i++)
            nested = Box("jumb", Description(StoreType, 0x03, "c2pa"), nested);

        Assert.Equal(isAccepted, Record.Exception(() => JumbfReader.Read(nested)) is null);
    }

    [Theory]
    [InlineData(JumbfLimits.MaxBoxes - 2, true)] // the store and its description are two
    [InlineData(JumbfLimits.MaxBoxes - 1, false)]
    public void Read_Boxes_UpToTheLimit(int boxes, bool isAccepted)
    {
        var store = Box("jumb", Description(StoreType, 0x03, "c2pa"), [.. Enumerable.Repeat(Box("free"), boxes).SelectMany(b => b)]);

        Assert.Equal(isAccepted, Record.Exception(() => JumbfReader.Read(store)) is null);
    }

    [Theory]
    [InlineData("self#jumbf=/c2pa/urn:c2pa:1/c2pa.assertions/a", "urn:c2pa:1", "c2pa.assertions/a")]
    [InlineData("self#jumbf=c2pa/urn:c2pa:1/c2pa.signature", "urn:c2pa:1", "c2pa.signature")]
    [InlineData("self#jumbf=/c2pa/urn:c2pa:1", "urn:c2pa:1", "")]
    [InlineData("self#jumbf=c2pa.assertions/a", "own", "c2pa.assertions/a")]
    public void Uri_Parsed(string uri, string manifest, string path)
    {
        var parsed = JumbfUri.TryParse(uri, "own")!;

        Assert.Equal((manifest, path), (parsed.Manifest, string.Join('/', parsed.Path)));
        Assert.Equal(parsed.ToString(), JumbfUri.TryParse(parsed.ToString(), "other")!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://example.org/")]
    [InlineData("self#jumbf=")]
    [InlineData("self#jumbf=/c2pa")]
    [InlineData("self#jumbf=/c2pa/")]
    [InlineData("self#jumbf=/other/urn:c2pa:1")]
    [InlineData("self#jumbf=c2pa.assertions//a")]
    public void Uri_OfAnotherForm_IsNull(string uri) => Assert.Null(JumbfUri.TryParse(uri, "own"));

    [Fact]
    public void Uri_OverTheLimit_IsNull() => Assert.Null(JumbfUri.TryParse("self#jumbf=" + new string('a', JumbfLimits.MaxUriLength), "own"));

    [Theory]
    [InlineData("c2pa.ingredient.v3__2", "c2pa.ingredient.v3")]
    [InlineData("c2pa.ingredient.v3", "c2pa.ingredient.v3")]
    [InlineData("org.example.a__b", "org.example.a__b")]
    [InlineData("a__", "a__")]
    [InlineData("__1", "__1")]
    public void Label_WithoutInstance(string label, string expected) => Assert.Equal(expected, Assertions.AssertionLabels.WithoutInstance(label));

    [Fact]
    public void Store_OfAnotherShape_Throws()
    {
        Assert.Throws<C2paFormatException>(() => ManifestStore.Parse(Store())); // no manifest
        Assert.Throws<C2paFormatException>(() => ManifestStore.Parse(Box("jumb", Description(CborType, 0x03, "c2pa"), Store())));
        Assert.Throws<C2paFormatException>(() => ManifestStore.Parse(Box("jumb", Description(StoreType, 0x03, "c2pb"), Store())));
        Assert.Throws<C2paFormatException>(() => ManifestStore.Parse(Box("jumb", Description(StoreType, 0x03, "c2pa"), Store())));
        Assert.Throws<C2paFormatException>(() => ManifestStore.Parse(Box("jumb", Description(StoreType, 0x03, "c2pa"), Box("cbor"))));
    }

    private static byte[] Store() => Box("jumb", Description(StoreType, 0x03, "c2pa"));

    private static byte[] Description(byte[] type, byte toggles, string label, byte[]? rest = null) =>
        Box("jumd", type, [toggles], System.Text.Encoding.UTF8.GetBytes(label), [0], rest ?? []);

    private static byte[] Rewrite(JumbfSuperbox box)
    {
        var salt = ReadOnlySpan<byte>.Empty;
        var description = box.HashedBytes.Span[8..];
        var afterLabel = 17 + description[17..].IndexOf((byte)0) + 1;
        if (description[16] == 0x13)
            salt = description.Slice(afterLabel + 8, description[afterLabel + 3] - 8);
        return box.ContentBoxes.Count > 0
            ? JumbfWriter.Superbox(box.Type, box.Label, salt,
                [.. box.ContentBoxes.Select(c => new ReadOnlyMemory<byte>(JumbfWriter.Box(c.Type, c.Content.Span)))])
            : JumbfWriter.Superbox(box.Type, box.Label, salt, [.. box.Children.Select(c => new ReadOnlyMemory<byte>(Rewrite(c)))]);
    }
}
