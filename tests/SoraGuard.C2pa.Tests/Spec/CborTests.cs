using System.Text.Json;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Tests.Spec;

public class CborTests
{
    /// <summary>RFC 8949 Appendix A, with the JSON of each item.</summary>
    [Theory]
    [InlineData("00", "0")]
    [InlineData("1903e8", "1000")]
    [InlineData("1b000000e8d4a51000", "1000000000000")]
    [InlineData("20", "-1")]
    [InlineData("3903e7", "-1000")]
    [InlineData("fb3ff199999999999a", "1.1")]
    [InlineData("f4", "false")]
    [InlineData("f6", "null")]
    [InlineData("6449455446", "\"IETF\"")]
    [InlineData("62c3bc", "\"\\u00FC\"")]
    [InlineData("83010203", "[1,2,3]")]
    [InlineData("8301820203820405", "[1,[2,3],[4,5]]")]
    [InlineData("a26161016162820203", "{\"a\":1,\"b\":[2,3]}")]
    [InlineData("4401020304", "\"AQIDBA==\"")]
    [InlineData("c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\"")]
    [InlineData("7f657374726561646d696e67ff", "\"streaming\"")]
    [InlineData("9f018202039f0405ffff", "[1,[2,3],[4,5]]")]
    [InlineData("bf61610161629f0203ffff", "{\"a\":1,\"b\":[2,3]}")]
    public void Decode_ExampleOfTheRfc_GivesItsJson(string hex, string json) =>
        Assert.Equal(json, CborJson.ToJson(CborValue.Decode(Convert.FromHexString(hex))));

    /// <summary>RFC 8949 Appendix F: not well-formed.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("18")]
    [InlineData("19")]
    [InlineData("1a000000")]
    [InlineData("4100000000")]
    [InlineData("61")]
    [InlineData("5affffffff00")]
    [InlineData("5bffffffffffffffff010203")]
    [InlineData("9affffffff00")]
    [InlineData("bbffffffffffffffff010203")]
    [InlineData("81")]
    [InlineData("a2")]
    [InlineData("a100")]
    [InlineData("1c")]
    [InlineData("ff")]
    [InlineData("81ff")]
    [InlineData("bf00ff")]
    [InlineData("5f00ff")]
    [InlineData("c0")]
    [InlineData("0000")]
    [InlineData("61ff")]
    [InlineData("f7")]
    public void Decode_MalformedExampleOfTheRfc_Throws(string hex) =>
        Assert.Throws<C2paFormatException>(() => CborValue.Decode(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("a2616101616102")]
    [InlineData("a201010102")]
    [InlineData("a2f601f602")]
    public void Decode_RepeatedKey_Throws(string hex) =>
        Assert.Throws<C2paFormatException>(() => CborValue.Decode(Convert.FromHexString(hex)));

    [Fact]
    public void Decode_IntegerBeyondInt64_Throws() =>
        Assert.Throws<C2paFormatException>(() => CborValue.Decode(Convert.FromHexString("1bffffffffffffffff")));

    [Fact]
    public void Encode_SortsKeysWhateverTheirOrder()
    {
        var oneOrder = CborValue.Map(("b", CborValue.Of(1)), ("aa", CborValue.Of(2)), ("a", CborValue.Of(3)));
        var other = CborValue.Map(("aa", CborValue.Of(2)), ("a", CborValue.Of(3)), ("b", CborValue.Of(1)));

        Assert.Equal("a361610361620162616102", Convert.ToHexStringLower(oneOrder.Encode()));
        Assert.Equal(oneOrder.Encode(), other.Encode());
    }

    [Fact]
    public void Map_LeavesOutAbsentEntries_AndRefusesRepeatedOnes()
    {
        Assert.Single(CborValue.Map(("a", null), ("b", CborValue.Null)).Entries);
        Assert.Throws<ArgumentException>(() => CborValue.Map(("a", CborValue.Null), ("a", CborValue.Null)));
    }

    [Fact]
    public void Indexer_TreatsNullAsAbsent()
    {
        var map = CborValue.Map(("a", CborValue.Null), ("b", CborValue.Of(1)));

        Assert.Null(map["a"]);
        Assert.Null(map["c"]);
        Assert.Equal(1, map["b"]!.AsInteger());
        Assert.Null(CborValue.Of(1)["a"]);
    }

    [Fact]
    public void As_OfAnotherKind_NamesBoth() =>
        Assert.Contains("Text where Integer", Assert.Throws<C2paFormatException>(() => CborValue.Of("x").AsInteger()).Message, StringComparison.Ordinal);

    [Fact]
    public void FromJson_AndBack_IsTheSame()
    {
        const string json = """{"a":[1,2.5,null,true],"b":{"c":"ü"}}""";
        using var document = JsonDocument.Parse(json);

        Assert.Equal("""{"a":[1,2.5,null,true],"b":{"c":"\u00FC"}}""", CborJson.ToJson(CborJson.FromJson(document.RootElement)));
    }

    [Theory]
    [InlineData(CborLimits.MaxDepth, true)]
    [InlineData(CborLimits.MaxDepth + 1, false)]
    public void Decode_NestedArrays_UpToTheLimit(int depth, bool isAccepted) =>
        AssertAccepted(isAccepted, [.. Enumerable.Repeat((byte)0x81, depth), 0x00]);

    [Theory]
    [InlineData(CborLimits.MaxDepth, true)]
    [InlineData(CborLimits.MaxDepth + 1, false)]
    public void Decode_NestedTags_UpToTheLimit(int depth, bool isAccepted) =>
        AssertAccepted(isAccepted, [.. Enumerable.Repeat((byte)0xC1, depth), 0x00]);

    [Theory]
    [InlineData(CborLimits.MaxItems - 1, true)]
    [InlineData(CborLimits.MaxItems, false)]
    public void Decode_Items_UpToTheLimit(int items, bool isAccepted) =>
        AssertAccepted(isAccepted, [0x9F, .. new byte[items], 0xFF]);

    private static void AssertAccepted(bool isAccepted, byte[] encoded)
    {
        var error = Record.Exception(() => CborValue.Decode(encoded));
        if (isAccepted)
            Assert.Null(error);
        else
            Assert.IsType<C2paFormatException>(error);
    }
}
