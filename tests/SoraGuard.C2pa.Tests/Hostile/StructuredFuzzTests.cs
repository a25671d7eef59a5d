using System.Diagnostics;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>
/// Damage that keeps the outer structure right, over JUMBF, CBOR, COSE, certificates, time-stamps, OCSP responses and boxes: nothing but
/// a result or a <see cref="C2paFormatException"/> comes out, soon and with little memory, and nothing signed passes when changed.
/// <c>SORAGUARD_CAMPAIGN=1</c> runs two million cases.
/// </summary>
public sealed class StructuredFuzzTests : IDisposable
{
    private const long MaxAllocatedBytes = 64L * 1024 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private readonly TestTimeStampAuthority _authority = new();
    private readonly ValidationOptions _options;
    private readonly byte[] _media;
    private readonly byte[] _store;

    public StructuredFuzzTests()
    {
        _options = Development.Validation with { TimeStampTrust = _authority.Trust, IdentityTrust = Development.Trust };
        var first = Development.Sign(TestMp4.MoovFirst(mediaBytes: 64), options: Development.Options with { Random = new SeededRandom(7) });
        var (parent, _) = Ingredient.FromMp4(new MemoryStream(first), IngredientAssertion.ParentOf, "parent", Development.Validation);
        var manifest = ManifestBuilder.EditedByAi("SoraGuard.Tests", "1.0", parent)
            .Add(new SoftBinding { Algorithm = "org.example.mark.1", Blocks = [new SoftBindingBlock(default, new byte[] { 1, 2, 3 })] })
            .AddAssertion(AssertionLabels.CertificateStatus, CborValue.Map(("ocspVals", CborValue.Array(CborValue.Of(new TestOcspResponder().Respond())))))
            .AddAssertion(AssertionLabels.TimeStamp, CborValue.Map(("urn:c2pa:x", CborValue.Of(_authority.Token([1])))))
            .AddJsonAssertion("org.example.note", """{"a":[1,2,{"b":null}]}"""u8.ToArray());
        var signed = Development.Sign(first, manifest, options: Development.Options with
        {
            TimeStamp = _authority.Client(),
            OcspResponses = [new TestOcspResponder { DelegateUsages = [C2pa.Cose.Oids.OcspSigning] }.Respond()],
        });
        using var stream = new MemoryStream(signed);
        var file = BmffReader.Read(stream);
        var box = C2paBox.FindAll(file).Single();
        _store = Asset.Open(new MemoryStream(signed)).ReadStore()[0].ToArray();
        _media = signed[(int)box.Box.End..];
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Seed_IsTrusted() => Assert.Equal(ValidationState.Trusted, Development.Validate(ToFile(_store), _options).State);

    [Fact]
    public void StructuredDamage_IsRejectedInOrder() => Run(cases: 500, seed: 1);

    [Trait("Category", "Integration")]
    [Theory]
    [InlineData(2)]
    public void MuchStructuredDamage_IsRejectedInOrder(int seed) =>
        Run(cases: Environment.GetEnvironmentVariable("SORAGUARD_CAMPAIGN") is "1" ? 2_000_000 : 10_000, seed);

    private void Run(int cases, int seed) => Parallel.For(0, cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
    {
        var (store, what) = new StoreMutation(new Random(unchecked(seed * 1_000_003 + i))).Apply(_store);
        Check(ToFile(store), $"seed {seed}, case {i}: {what}", mayPass: what.Contains("/c2pa.signature", StringComparison.Ordinal));
    });

    private void Check(byte[] file, string what, bool mayPass)
    {
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        try
        {
            var result = Development.Validate(file, _options);
            // The unprotected header of a signature is under no signature: a time-stamp or an OCSP response may be lost from it.
            Assert.True(mayPass || !result.IsValid, $"accepted: {what}");
        }
        catch (C2paFormatException)
        {
            // As it should be.
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {e}");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= MaxAllocatedBytes, $"{allocated} bytes allocated: {what}");
        Assert.True(watch.Elapsed <= MaxTime * 10, $"{watch.Elapsed} taken: {what}"); // ten times what is allowed, for machines that do something else too
    }

    private byte[] ToFile(byte[] store) => [.. TestMp4.Ftyp, .. C2paBox.Write(store), .. _media];
}
