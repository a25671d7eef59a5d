using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Tests.Support;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §18.6.2: what an exclusion leaves out, and what is hashed of the rest.</summary>
public class ExclusionTests
{
    private static readonly byte[] Odd = FullBox("oddb", 1, 0x000203, "0123456789"u8.ToArray());
    private static readonly byte[] File = [.. TestMp4.Ftyp, .. Box("moov", Box("trak", Odd), Box("trak", Odd)), .. Box("free", [1, 2, 3])];
    private static readonly int Moov = TestMp4.Ftyp.Length;
    private static readonly int FirstOdd = Moov + 16;
    private static readonly int SecondOdd = FirstOdd + Odd.Length + 8;
    private static readonly int Free = Moov + 8 + 2 * (8 + Odd.Length);

    [Fact]
    public void WholeTopLevelBox_LosesItsOffsetMarkerToo() =>
        AssertHash([new() { Path = "/free" }], Marker(0), File[..Moov], Marker(Moov), File[Moov..Free]);

    [Fact]
    public void TopLevelBoxEmptiedByASubset_KeepsItsOffsetMarker() =>
        AssertHash([new() { Path = "/free", Subset = [new BmffSubset(0, 0)] }], Marker(0), File[..Moov], Marker(Moov), File[Moov..Free], Marker(Free));

    [Fact]
    public void NestedBoxWithoutNumber_IsEveryBoxOfThatPath() =>
        AssertHash([new() { Path = "/moov/trak/oddb" }],
            Marker(0), File[..Moov], Marker(Moov), File[Moov..FirstOdd], File[(FirstOdd + Odd.Length)..SecondOdd], Marker(Free), File[Free..]);

    [Fact]
    public void NestedBoxWithNumber_IsThatBoxAlone() =>
        AssertHash([new() { Path = "/moov/trak[2]/oddb" }], Marker(0), File[..Moov], Marker(Moov), File[Moov..SecondOdd], Marker(Free), File[Free..]);

    [Fact]
    public void Subset_CountsFromTheHeader_ClampsAtTheEnd_AndIgnoresWhatIsPast() =>
        AssertHash([new() { Path = "/moov/trak[1]/oddb", Subset = [new BmffSubset(12, 2), new BmffSubset(16, 1000), new BmffSubset(5000, 1)] }],
            Marker(0), File[..Moov], Marker(Moov), File[Moov..(FirstOdd + 12)], File[(FirstOdd + 14)..(FirstOdd + 16)], File[(FirstOdd + Odd.Length)..Free],
                Marker(Free), File[Free..]);

    [Fact]
    public void OverlappingExclusions_CountOnce() =>
        AssertHash([new() { Path = "/moov/trak" }, new() { Path = "/moov/trak/oddb" }, new() { Path = "/moov/trak[1]/oddb", Subset = [new BmffSubset(3, 4)] }],
            Marker(0), File[..Moov], Marker(Moov), File[Moov..(Moov + 8)], Marker(Free), File[Free..]);

    public static TheoryData<string, BmffExclusion, bool> Conditions()
    {
        byte[] ones = [1];
        return new()
        {
            { "length equal", new() { Path = "/free", Length = 11 }, true },
            { "length other", new() { Path = "/free", Length = 10 }, false },
            { "data equal", new() { Path = "/free", Data = [new BmffDataCondition(8, ones), new BmffDataCondition(9, new byte[] { 2, 3 })] }, true },
            { "data other", new() { Path = "/free", Data = [new BmffDataCondition(8, ones), new BmffDataCondition(9, ones)] }, false },
            { "data past the end", new() { Path = "/free", Data = [new BmffDataCondition(11, ones)] }, false },
            { "data at an impossible offset", new() { Path = "/free", Data = [new BmffDataCondition(long.MaxValue, ones)] }, false },
            { "version equal", new() { Path = "/oddb", Version = 1 }, true },
            { "version other", new() { Path = "/oddb", Version = 0 }, false },
            { "flags equal", new() { Path = "/oddb", Flags = new byte[] { 0, 2, 3 } }, true },
            { "flags contained, exact", new() { Path = "/oddb", Flags = new byte[] { 0, 2, 1 } }, false },
            { "flags contained, not exact", new() { Path = "/oddb", Flags = new byte[] { 0, 2, 1 }, Exact = false }, true },
            { "flags not contained, not exact", new() { Path = "/oddb", Flags = new byte[] { 1, 2, 1 }, Exact = false }, false },
            { "version of a box too short for one", new() { Path = "/free", Version = 1 }, false },
        };
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Condition_DecidesWhetherTheExclusionApplies(string what, BmffExclusion exclusion, bool applies)
    {
        var file = Read([.. TestMp4.Ftyp, .. Box("free", [1, 2, 3]), .. Odd]);

        var ranges = ExclusionRanges.Resolve(file, [exclusion]);

        Assert.True(applies == file.Boxes.Any(ranges.IsWhole), what);
    }

    [Theory]
    [InlineData("""{"hash":"x"}""")] // no exclusions
    [InlineData("""{"exclusions":[],"hash":"x"}""")]
    [InlineData("""{"exclusions":[{"xpath":"/free"}]}""")] // neither hash nor merkle
    [InlineData("""{"exclusions":[{}],"hash":"x"}""")] // no path
    [InlineData("""{"exclusions":[{"xpath":"/free","flags":"00"}],"hash":"x"}""")] // two bytes
    [InlineData("""{"exclusions":[{"xpath":"/free","length":-1}],"hash":"x"}""")]
    [InlineData("""{"exclusions":[{"xpath":"/free","subset":[{"offset":8,"length":4},{"offset":11,"length":1}]}],"hash":"x"}""")] // overlap
    [InlineData("""{"exclusions":[{"xpath":"/free","subset":[{"offset":8,"length":0},{"offset":20,"length":1}]}],"hash":"x"}""")] // after the end
    [InlineData("""{"exclusions":[{"xpath":"/free","subset":[{"offset":20,"length":1},{"offset":8,"length":1}]}],"hash":"x"}""")] // order
    [InlineData("""{"exclusions":[{"xpath":"/free","data":[{"offset":8}]}],"hash":"x"}""")]
    [InlineData("""{"exclusions":[{"xpath":"/free"}],"merkle":[{"uniqueId":0,"localId":0,"count":0,"hashes":["x"]}]}""")]
    [InlineData("""{"exclusions":[{"xpath":"/free"}],"merkle":[{"uniqueId":0,"localId":0,"count":262145,"hashes":["x"]}]}""")] // over the limit of leaves
    [InlineData("""{"exclusions":[{"xpath":"/free"}],"merkle":[{"uniqueId":0,"localId":0,"count":1,"hashes":["x","x"]}]}""")]
    [InlineData("""{"exclusions":[{"xpath":"/free"}],"merkle":[{"uniqueId":0,"localId":0,"count":2,"hashes":["x"],"fixedBlockSize":0}]}""")]
    public void Parse_Malformed_Throws(string json) => Assert.Throws<C2paFormatException>(() => BmffHashAssertion.Parse(FromJson(json)));

    [Fact]
    public void Parse_NullEntries_CountAsAbsent()
    {
        var assertion = BmffHashAssertion.Parse(FromJson("""{"exclusions":[{"xpath":"/free","length":null,"data":null,"subset":null,"version":null,"flags":null,"exact":null}],"hash":"x","merkle":null}"""));

        Assert.Equal(new BmffExclusion { Path = "/free" }, assertion.Exclusions[0] with { Data = [], Subset = [] }, (a, b) =>
            a!.ToCbor().Encode().AsSpan().SequenceEqual(b!.ToCbor().Encode()));
    }

    [Theory]
    [InlineData(BmffHashAssertion.MaxExclusions, true)]
    [InlineData(BmffHashAssertion.MaxExclusions + 1, false)]
    public void Parse_Exclusions_UpToTheLimit(int count, bool isAccepted)
    {
        var exclusions = string.Join(',', Enumerable.Repeat("""{"xpath":"/free"}""", count));

        Assert.Equal(isAccepted, Record.Exception(() => BmffHashAssertion.Parse(FromJson($$"""{"exclusions":[{{exclusions}}],"hash":"x"}"""))) is null);
    }

    [Fact]
    public void Resolve_MoreMatchesThanTheLimit_Throws()
    {
        var file = Read([.. Enumerable.Repeat(Box("free"), 1000).SelectMany(b => b)]);
        var exclusions = Enumerable.Repeat(new BmffExclusion { Path = "/free", Subset = [new BmffSubset(0, 1)] },
            BmffLimits.MaxExclusionMatches / 2000 + 1).ToList();

        Assert.Null(Record.Exception(() => ExclusionRanges.Resolve(file, exclusions[1..])));
        Assert.Throws<C2paFormatException>(() => ExclusionRanges.Resolve(file, exclusions));
    }

    [Theory]
    [InlineData(BmffHashAssertion.MaxMerkleMaps, true)]
    [InlineData(BmffHashAssertion.MaxMerkleMaps + 1, false)]
    public void Parse_MerkleMaps_UpToTheLimit(int count, bool isAccepted)
    {
        var maps = string.Join(',', Enumerable.Repeat("""{"uniqueId":0,"localId":0,"count":1,"hashes":["x"]}""", count));

        Assert.Equal(isAccepted, Record.Exception(() => BmffHashAssertion.Parse(FromJson($$"""{"exclusions":[{"xpath":"/free"}],"hash":"x","merkle":[{{maps}}]}"""))) is null);
    }

    [Theory]
    [InlineData(BmffLimits.MaxExclusionDataBytes, true)]
    [InlineData(BmffLimits.MaxExclusionDataBytes + 1, false)]
    public void Resolve_Data_UpToTheLimit(int bytes, bool isAccepted)
    {
        var exclusion = new BmffExclusion { Path = "/ftyp", Data = [new BmffDataCondition(0, new byte[bytes])] };

        Assert.Equal(isAccepted, Record.Exception(() => ExclusionRanges.Resolve(Read(File), [exclusion])) is null);
    }

    private static void AssertHash(IReadOnlyList<BmffExclusion> exclusions, params byte[][] hashed)
    {
        var file = Read(File);

        var actual = FlatHash.Compute(file, ExclusionRanges.Resolve(file, exclusions), HashAlgorithmName.SHA256, CancellationToken.None);

        Assert.Equal(SHA256.HashData([.. hashed.SelectMany(h => h)]), actual);
    }

    private static byte[] Marker(int offset) => U64((ulong)offset);

    private static BmffFile Read(byte[] file) => BmffReader.Read(new MemoryStream(file));

    /// <summary>JSON has no byte strings: text under 'hash', 'hashes', 'flags' and 'value' stands for its bytes.</summary>
    private static CborValue FromJson(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return WithBytes(CborJson.FromJson(document.RootElement), isBytes: false);
    }

    private static CborValue WithBytes(CborValue value, bool isBytes) => value.Kind switch
    {
        CborKind.Text when isBytes => CborValue.Of(System.Text.Encoding.ASCII.GetBytes(value.AsText())),
        CborKind.Array => CborValue.Array(value.Items.Select(i => WithBytes(i, isBytes))),
        CborKind.Map => CborValue.Map(value.Entries.Select(e =>
            KeyValuePair.Create(e.Key, WithBytes(e.Value, e.Key.AsText() is "hash" or "hashes" or "flags" or "value")))),
        _ => value,
    };
}
