using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>Limits that are not tested beside what they limit.</summary>
public class LimitTests
{
    private static readonly byte[] C2paType = BoxTypes.C2pa.ToByteArray(bigEndian: true);

    [SharedDataFact("c2pa")]
    public void NestedMovieOfOthers_IsRejected()
    {
        using var file = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "nested_moov_1000.mp4"));

        Assert.Contains("nested", Assert.Throws<C2paFormatException>(() => C2paValidator.Validate(file, Development.Validation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Store_OverTheLimit_IsRejectedBeforeItIsRead()
    {
        using var file = new SparseStream();
        var storeBytes = BmffLimits.MaxStoreBytes + 1;
        file.Write(TestMp4.Ftyp);
        file.Write([.. U32((uint)(8 + 16 + 4 + 9 + 8 + storeBytes)), .. "uuid"u8, .. C2paType, 0, 0, 0, 0, .. "manifest\0"u8, .. new byte[8]]);
        file.SetLength(file.Position + storeBytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<C2paFormatException>(() => C2paValidator.Validate(file, Development.Validation));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    /// <summary>Whatever a small file claims, nothing large is allocated for it.</summary>
    [Fact]
    public void Validate_SizesThatAreNotThere_AllocateNothing()
    {
        var signed = Development.Sign(TestMp4.MoovFirst(mediaBytes: 16));
        Development.Validate(signed);
        for (var i = TestMp4.Ftyp.Length; i + 4 < signed.Length; i += 13)
        {
            var file = (byte[])signed.Clone();
            U32(0x7FFFFFF0).CopyTo(file, i);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Record.Exception(() => Development.Validate(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
        }
    }

    [Theory]
    [InlineData("")] // nothing at all
    [InlineData("00000000")] // no purpose
    [InlineData("010000006d616e696665737400")] // version 1
    [InlineData("000000016d616e696665737400")] // flags
    [InlineData("000000006d616e6966657374")] // endless purpose
    [InlineData("000000006f7468657200")] // unknown purpose
    [InlineData("000000006d616e69666573740000000000000000")] // cut Merkle offset
    [InlineData("000000006d616e6966657374000000000000000000")] // no store
    [InlineData("000000006d616e6966657374000000000000000000000000076a756d62")] // store shorter than its header
    [InlineData("000000006d616e6966657374000000000000000000000000086a756d6201")] // padding that is not zero
    public void C2paBox_Malformed_IsRejected(string content) =>
        Assert.Throws<C2paFormatException>(() => Development.Validate([.. TestMp4.Ftyp, .. Box("uuid", C2paType, Convert.FromHexString(content))]));

    [Fact]
    public void C2paBox_InsideAnother_IsRejected() =>
        Assert.Throws<C2paFormatException>(() => Development.Validate([.. TestMp4.Ftyp, .. Box("moov", Box("uuid", C2paType, new byte[40]))]));

    [Fact]
    public void MerkleBoxAlone_IsNoManifest() =>
        Assert.Equal(ValidationState.None, Development.Validate([.. TestMp4.Ftyp, .. MerkleBox([0xA0])]).State);

    [Theory]
    [InlineData(BmffLimits.MaxMerkleBoxBytes, "missing")] // read, and found to be no proof
    [InlineData(BmffLimits.MaxMerkleBoxBytes + 1, "are possible")]
    public void MerkleBox_UpToTheLimit(int bytes, string complaint)
    {
        var file = BmffReader.Read(new MemoryStream([.. TestMp4.Ftyp, .. MerkleBox([0xA0, .. new byte[bytes - 1]])]));

        var error = Assert.Throws<C2paFormatException>(() => MerkleProof.ReadAll(file, C2paBox.FindAll(file)));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MerkleBoxes_OverTheLimit_AreRejected()
    {
        var box = new C2paBox(new BmffBox { Type = BoxTypes.Uuid, Offset = 0, Size = 100, HeaderBytes = 8 }, C2paBox.Merkle, 0);
        var file = BmffReader.Read(new MemoryStream(TestMp4.Ftyp));

        var error = Assert.Throws<C2paFormatException>(() => MerkleProof.ReadAll(file, [.. Enumerable.Repeat(box, BmffLimits.MaxMerkleBoxes + 1)]));

        Assert.Contains("More than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MerkleProofsThatBelongToNothing_AreAMismatch()
    {
        var signed = Development.Sign(TestMp4.MoovFirst());

        var result = Development.Validate([.. signed,
            .. MerkleBox(CborValue.Map(("uniqueId", CborValue.Of(0)), ("localId", CborValue.Of(0)), ("location", CborValue.Of(0))).Encode())]);

        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], result.Failures.Select(f => f.Code));
    }

    [Theory]
    [InlineData(ValidationLimits.MaxIngredientDepth, true)]
    [InlineData(ValidationLimits.MaxIngredientDepth + 1, false)]
    public void Ingredients_UpToTheLimitOfDepth(int depth, bool isAccepted)
    {
        var forgery = new Forgery();
        var chain = IngredientChain(depth);
        forgery.OtherManifests.AddRange(chain.Manifests);
        forgery.Assertions.Add(("c2pa.ingredient.v3", chain.Reference));

        Assert.Equal(isAccepted, Record.Exception(() => forgery.Validate()) is not C2paFormatException);
    }

    [Fact]
    public void Ingredients_ThatMultiply_EndAtTheLimitOfManifests()
    {
        // Each manifest names the one before twice: 2^14 ways to the first.
        var forgery = new Forgery();
        var chain = IngredientChain(14, times: 2);
        forgery.OtherManifests.AddRange(chain.Manifests);
        forgery.Assertions.Add(("c2pa.ingredient.v3", chain.Reference));

        Assert.Contains($"More than {ValidationLimits.MaxManifests} manifests", Assert.Throws<C2paFormatException>(() => forgery.Validate()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ingredients_OfOneLargeManifestManyTimes_EndAtTheLimitOfWork()
    {
        // 16 MiB of assertion, hashed for the ingredient and again for its own claim.
        var large = new Forgery();
        large.Assertions.Add(("org.example.large", CborValue.Of(new byte[16 * 1024 * 1024])));
        var chain = IngredientChain(1, manifest: large);
        var forgery = new Forgery();
        forgery.OtherManifests.AddRange(chain.Manifests);
        for (var n = 1; n <= 9; n++)
            forgery.Assertions.Add((n == 1 ? "c2pa.ingredient.v3" : $"c2pa.ingredient.v3__{n}", chain.Reference));

        Assert.Contains("bytes of manifests to hash", Assert.Throws<C2paFormatException>(() => forgery.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assertions_OfManyItems_EndAtTheLimitOfAllTogether()
    {
        var forgery = new Forgery();
        for (var n = 1; n <= ValidationLimits.MaxItems / 90_000 + 1; n++)
            forgery.Assertions.Add(($"org.example.many__{n}", CborValue.Array(Enumerable.Repeat(CborValue.Null, 90_000))));

        var result = forgery.Validate();

        Assert.Equal([StatusCodes.AssertionCborInvalid],
            result.Failures.Where(f => f.Uri.Contains("org.example", StringComparison.Ordinal)).Select(f => f.Code).Distinct());
    }

    [Fact]
    public void JsonAssertion_OverTheLimit_IsInvalid()
    {
        byte[] Json(int bytes) => [(byte)'"', .. Enumerable.Repeat((byte)'a', bytes - 2), (byte)'"'];

        Assert.Null(Record.Exception(() => CborJson.Decode(Json(CborLimits.MaxJsonBytes), new ItemBudget(1))));
        Assert.Throws<C2paFormatException>(() => CborJson.Decode(Json(CborLimits.MaxJsonBytes + 1), new ItemBudget(1)));
        Assert.Throws<C2paFormatException>(() => CborJson.Decode("[1]"u8.ToArray(), new ItemBudget(1)));
        Assert.Throws<C2paFormatException>(() =>
            CborJson.Decode(System.Text.Encoding.ASCII.GetBytes(new string('[', CborLimits.MaxDepth + 1) + new string(']', CborLimits.MaxDepth + 1)),
            new ItemBudget(100)));
    }

    [Fact]
    public void Statuses_OverTheLimit_EndTheValidation()
    {
        var log = new ValidationLog();
        for (var i = 0; i < ValidationLimits.MaxStatuses; i++)
            log.Note("x", "", "");

        Assert.Throws<C2paFormatException>(() => log.Note("x", "", ""));
    }

    private static (List<ReadOnlyMemory<byte>> Manifests, CborValue Reference) IngredientChain(int depth, int times = 1, Forgery? manifest = null)
    {
        var manifests = new List<ReadOnlyMemory<byte>>();
        CborValue? below = null;
        for (var i = 0; i < depth; i++)
        {
            var forgery = manifest ?? new Forgery();
            for (var n = 1; below is not null && n <= times; n++)
                forgery.Assertions.Add((n == 1 ? "c2pa.ingredient.v3" : $"c2pa.ingredient.v3__{n}", below));
            var bytes = forgery.ToManifest();
            var label = Forgery.Label[..^2] + $"{i + 2:x2}";
            for (int at; (at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Forgery.Label + "\0"))) >= 0;)
                System.Text.Encoding.ASCII.GetBytes(label).CopyTo(bytes, at);
            manifests.Add(bytes);
            below = CborValue.Map(
                ("relationship", CborValue.Of("componentOf")),
                ("activeManifest", CborValue.Map(("url", CborValue.Of($"self#jumbf=/c2pa/{label}")),
                    ("hash", CborValue.Of(System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(8)))))));
        }
        return (manifests, below!);
    }

    private static byte[] MerkleBox(byte[] content) => Box("uuid", C2paType, [0, 0, 0, 0, .. "merkle\0"u8], content);
}
