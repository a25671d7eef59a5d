using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>
/// Damage that keeps the outer structure right and so reaches the layers behind it: nothing but a result or a
/// <see cref="C2paFormatException"/> comes out, within <see cref="Bounds"/>, and nothing signed passes when changed. The cases of a
/// target are the same in every run. <c>SORAGUARD_FUZZ=2000000</c> sets the cases of all targets together, by default 50,000.
/// </summary>
public sealed class StructuredFuzzTests : IDisposable
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("SORAGUARD_FUZZ"), out var n) ? n : 50_000;

    private readonly TestTimeStampAuthority _authority = new();
    private readonly ValidationOptions _options;

    public StructuredFuzzTests() => _options = Development.Validation with { TimeStampTrust = _authority.Trust, IdentityTrust = Development.Trust };

    public void Dispose() => _authority.Dispose();

    /// <summary>A quick look at each target.</summary>
    [Theory]
    [InlineData("store")]
    [InlineData("manifest")]
    [InlineData("boxes")]
    [InlineData("unsigned boxes")]
    [InlineData("cbor")]
    [InlineData("der")]
    public void Damage_IsRejectedInOrder(string target) => Run(target, cases: 100, seed: 1);

    /// <summary>Those that verify many signatures are few: a case of them costs a hundred of those that parse.</summary>
    [Trait("Category", "Integration")]
    [Theory]
    [InlineData("store", 0.02)]
    [InlineData("manifest", 0.05)]
    [InlineData("boxes", 0.1)]
    [InlineData("unsigned boxes", 0.08)]
    [InlineData("cbor", 0.4)]
    [InlineData("der", 0.35)]
    public void MuchDamage_IsRejectedInOrder(string target, double share) => Run(target, (int)(Cases * share), seed: 2);

    private void Run(string target, int cases, int seed)
    {
        var attempt = Make(target);
        Parallel.For(0, cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => attempt(new Random(unchecked(seed * 1_000_003 + i)), $"{target}, seed {seed}, case {i}"));
    }

    private Action<Random, string> Make(string target)
    {
        switch (target)
        {
            case "store":
                return DamagedStore(WithEverything());
            case "manifest":
                return DamagedStore(Development.Sign(TestMp4.MoovFirst(mediaBytes: 64)));
            case "boxes":
                var signed = Development.Sign(TestMp4.MoovLast(mediaBytes: 64));
                return (random, what) =>
                {
                    var (file, change) = new BoxMutation(random).Apply(signed);
                        // Nothing covers the content of 'ftyp'.
                    var isChanged = file.Length != signed.Length || !file.AsSpan(TestMp4.Ftyp.Length).SequenceEqual(signed.AsSpan(TestMp4.Ftyp.Length));
                    RunCase(() => IsValid(file) && isChanged, $"{what}: {change}");
                };
            case "unsigned boxes":
                var movie = TestMp4.WithEveryTable();
                return (random, what) =>
                {
                    var (file, change) = new BoxMutation(random).Apply(movie);
                    RunCase(() => IsSignable(file), $"{what}: {change}");
                };
            case "cbor":
                return DamagedCbor();
            default:
                return DamagedDer();
        }
    }

    private Action<Random, string> DamagedStore(byte[] signed)
    {
        Assert.Equal(ValidationState.Trusted, Development.Validate(signed, _options).State);
        var box = C2paBox.FindAll(BmffReader.Read(new MemoryStream(signed))).Single();
        var (store, media) = (Asset.Open(new MemoryStream(signed)).ReadStore()[0].ToArray(), signed[(int)box.Box.End..]);
        return (random, what) =>
        {
            var (damaged, change) = new StoreMutation(random).Apply(store);
            // Under no hash and no signature: the order of assertions and of the parts of a manifest, which mean nothing, and the
            // unprotected header of a signature, which may lose a time-stamp or an OCSP response.
            var isOrder = change.EndsWith(StoreMutation.InReverse, StringComparison.Ordinal) && !change.StartsWith("c2pa:", StringComparison.Ordinal);
            var mayPass = isOrder || change.Contains("/c2pa.signature", StringComparison.Ordinal) || damaged.AsSpan().SequenceEqual(store);
            RunCase(() => IsValid([.. TestMp4.Ftyp, .. C2paBox.Write(damaged), .. media]) && !mayPass, $"{what}: {change}");
        };
    }

    /// <summary>Every assertion that is read from CBOR, claims, and the structure of signatures.</summary>
    private Action<Random, string> DamagedCbor()
    {
        var seeds = FuzzSeeds.Cbor(WithEverything());
        return (random, what) =>
        {
            var seed = seeds[random.Next(seeds.Count)];
            var (bytes, change) = random.Next(2) == 0 ? new StoreMutation(random).ApplyToCbor(seed) : Mutation.Apply(seed, random, from: 0);
            FuzzSeeds.ReadCbor(bytes, $"{what}: {change}: {bytes.Length} bytes");
        };
    }

    /// <summary>Certificates, time-stamps, OCSP responses.</summary>
    private Action<Random, string> DamagedDer()
    {
        var seeds = FuzzSeeds.Der(_authority);
        return (random, what) =>
        {
            var seed = seeds[random.Next(seeds.Count)];
            var (bytes, change) = Mutation.Apply(seed, random, from: 0);
            FuzzSeeds.ReadDer(bytes, $"{what}: {change}");
        };
    }

    private static void RunCase(Func<bool> isWrong, string what) => Assert.False(Bounds.Run(isWrong, what), $"accepted: {what}");

    private bool IsValid(byte[] file) => Development.Validate(file, _options).IsValid;

    /// <summary>What is signed is read again before it counts, so nothing is wrong with it.</summary>
    private static bool IsSignable(byte[] file)
    {
        try
        {
            Development.Sign(file);
        }
        catch (C2paSigningException)
        {
            // Refused, as it should be.
        }
        return false;
    }

    private byte[] WithEverything()
    {
        var first = Development.Sign(TestMp4.MoovFirst(mediaBytes: 64), options: Development.Options with { Random = new SeededRandom(7) });
        var (parent, _) = Ingredient.FromMp4(new MemoryStream(first), IngredientAssertion.ParentOf, "parent", Development.Validation);
        var manifest = ManifestBuilder.EditedByAi("SoraGuard.Tests", "1.0", parent)
            .Add(new SoftBinding { Algorithm = "org.example.mark.1", Blocks = [new SoftBindingBlock(default, new byte[] { 1, 2, 3 })] })
            .AddAssertion(AssertionLabels.CertificateStatus, CborValue.Map(("ocspVals", CborValue.Array(CborValue.Of(new TestOcspResponder().Respond())))))
            .AddAssertion(AssertionLabels.TimeStamp, CborValue.Map(("urn:c2pa:x", CborValue.Of(_authority.Token([1])))))
            .AddJsonAssertion("org.example.note", """{"a":[1,2,{"b":null}]}"""u8.ToArray());
        return Development.Sign(first, manifest, options: Development.Options with
        {
            TimeStamp = _authority.Client(),
            OcspResponses = [new TestOcspResponder { DelegateUsages = [C2pa.Cose.Oids.OcspSigning] }.Respond()],
        });
    }
}
