using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>Seeded random damage: nothing but a result or a <see cref="C2paFormatException"/> comes out, and nothing passes as intact.</summary>
public class FuzzTests
{
    private static readonly byte[] Signed = Development.Sign(TestMp4.MoovLast(mediaBytes: 64));

    [Fact]
    public void Validate_RandomDamage_IsRejectedInOrder() => Damage(Signed, Development.Validation, cases: 1500, seed: 1, protectedFrom: TestMp4.Ftyp.Length);

    [Fact]
    public void Validate_RandomBytes_IsRejectedInOrder()
    {
        var random = new Random(2);
        for (var i = 0; i < 2000; i++)
        {
            var file = new byte[random.Next(200)];
            random.NextBytes(file);
            if (file.Length >= 8)
                (i % 2 == 0 ? "\0\0\0\u0014ftyp"u8 : "\0\0\0\0moov"u8).CopyTo(file);
            AssertInOrder(file, Development.Validation, isTampered: true, $"case {i}");
        }
    }

    /// <summary>What cannot be signed is refused in order; what can be is read again before it counts.</summary>
    [Fact]
    public void Sign_RandomDamage_IsRefusedInOrder()
    {
        var (original, random) = (TestMp4.MoovFirst(mediaBytes: 64), new Random(3));
        for (var i = 0; i < 1500; i++)
        {
            var (damaged, what) = Mutation.Apply(original, random, from: 0);
            var error = Record.Exception(() => Development.Sign(damaged));
            Assert.True(error is null or C2paFormatException or C2paSigningException, $"case {i}: {what}: {error}");
        }
    }

    [Fact]
    public void IngredientFromMp4_RandomDamage_IsRefusedInOrder()
    {
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var (damaged, what) = Mutation.Apply(Signed, random, from: 0);
            var error = Record.Exception(() => Ingredient.FromMp4(new MemoryStream(damaged), IngredientAssertion.ParentOf, "x", Development.Validation));
            Assert.True(error is null or C2paFormatException, $"case {i}: {what}: {error}");
        }
    }

    [Trait("Category", "Integration")]
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Validate_MuchRandomDamage_IsRejectedInOrder(int seed) =>
        Damage(Signed, Development.Validation, cases: 25_000, seed, protectedFrom: TestMp4.Ftyp.Length);

    /// <summary>
    /// Files others made, with time-stamps, ingredients, Merkle trees and claims of version 1. They have bytes under no hash, so
    /// only the manner of failing is asserted.
    /// </summary>
    [Trait("Category", "Integration")]
    [SharedDataTheory("c2pa")]
    [InlineData("peer-made/v3_merkle_16k_proofs2.mp4")]
    [InlineData("peer-made/v3_ingredient_parent.mp4")]
    [InlineData("peer-made/v3_fmp4_flat.mp4")]
    [InlineData("c2pa-rs/dashinit.mp4")]
    [InlineData("c2pa-rs/dash1.m4s")]
    [InlineData("c2pa-ts/trustnxt-icon-signed-v2-bmff.heic")]
    public void Validate_DamagedFileOfOthers_IsRejectedInOrder(string file) =>
        Damage(File.ReadAllBytes(SharedData.PathOf(["c2pa", .. file.Split('/')])), Development.Validation, cases: 2000, seed: 21, protectedFrom: null);

    private static void Damage(byte[] original, ValidationOptions options, int cases, int seed, int? protectedFrom)
    {
        var random = new Random(seed);
        for (var i = 0; i < cases; i++)
        {
            var (damaged, what) = Mutation.Apply(original, random, protectedFrom ?? 0);
            var isTampered = protectedFrom is not null && !damaged.AsSpan().SequenceEqual(original);
            AssertInOrder(damaged, options, isTampered, $"seed {seed}, case {i}: {what}");
        }
    }

    private static void AssertInOrder(byte[] file, ValidationOptions options, bool isTampered, string what)
    {
        try
        {
            var state = Development.Validate(file, options).State;
            Assert.False(isTampered && state is not (ValidationState.None or ValidationState.Invalid), $"accepted: {what}");
        }
        catch (C2paFormatException)
        {
            // As it should be.
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {e}");
        }
    }
}
