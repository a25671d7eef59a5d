namespace SoraGuard.Audit.Tests;

public sealed class ChainVerifierTests
{
    [Fact]
    public void An_untouched_log_has_no_findings()
    {
        var log = Log(20);

        Assert.Empty(Verify(log, 20, log[^1].Hash));
    }

    [Fact]
    public void An_empty_log_agrees_with_an_empty_head() => Assert.Empty(new ChainVerifier().Finish(0, HashChain.Genesis));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(19)]
    public void A_changed_body_is_named(int index)
    {
        var log = Log(20);
        log[index].Body[^2] ^= 1;

        var finding = Assert.Single(Verify(log, 20, log[^1].Hash));

        Assert.Equal((AuditDamage.Altered, (long)index), (finding.Damage, finding.Index));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_body_rewritten_together_with_its_own_hash_is_named(int index)
    {
        var log = Log(20);
        log[index] = HashChain.Append(index, log[index].Previous, Body(index, "another story"));

        var finding = Assert.Single(Verify(log, 20, log[^1].Hash));

        Assert.Equal((AuditDamage.Altered, (long)index), (finding.Damage, finding.Index));
    }

    [Fact]
    public void The_last_body_rewritten_together_with_its_own_hash_contradicts_the_head()
    {
        var log = Log(20);
        var head = log[^1].Hash;
        log[19] = HashChain.Append(19, log[19].Previous, Body(19, "another story"));

        Assert.Equal(AuditDamage.HeadMismatch, Assert.Single(Verify(log, 20, head)).Damage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(19)]
    public void A_deleted_leaf_is_named(int index)
    {
        var log = Log(20);
        var head = log[^1].Hash;
        log.RemoveAt(index);

        var finding = Assert.Single(Verify(log, 20, head));

        Assert.Equal((AuditDamage.Missing, (long)index), (finding.Damage, finding.Index));
    }

    [Fact]
    public void Swapped_leaves_are_both_named()
    {
        var log = Log(20);
        (log[4], log[9]) = (log[9] with { Index = 4 }, log[4] with { Index = 9 });

        var moved = Verify(log, 20, log[^1].Hash).Where(f => f.Damage == AuditDamage.Moved).Select(f => f.Index);

        Assert.Equal([4L, 9L], moved);
    }

    [Fact]
    public void A_leaf_added_behind_the_head_is_found()
    {
        var log = Log(20);

        Assert.Equal(AuditDamage.HeadMismatch, Assert.Single(Verify(log, 19, log[18].Hash)).Damage);
    }

    [Fact]
    public void Every_single_bit_of_every_leaf_counts()
    {
        for (var index = 0; index < 3; index++)
        for (var bit = 0; bit < 8 * Log(3)[index].Body.Length; bit++)
        {
            var log = Log(3);
            log[index].Body[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.NotEmpty(Verify(log, 3, log[^1].Hash));
        }
    }

    [Fact]
    public void Two_damages_are_two_findings()
    {
        var log = Log(20);
        log[3].Body[^2] ^= 1;
        log.RemoveAt(12);

        Assert.Equal([(AuditDamage.Altered, 3L), (AuditDamage.Missing, 12L)], Verify(log, 20, log[^1].Hash).Select(f => (f.Damage, f.Index)));
    }

    private static List<AuditLeaf> Log(int size)
    {
        var log = new List<AuditLeaf>();
        for (var i = 0; i < size; i++)
            log.Add(HashChain.Append(i, i == 0 ? HashChain.Genesis : log[^1].Hash, Body(i, $"clip {i} was released")));
        return log;
    }

    private static byte[] Body(long index, string story) => AuditBody.Encode(index, new Dictionary<string, object> { ["event"] = story, ["version"] = 3 });

    private static IReadOnlyList<AuditFinding> Verify(List<AuditLeaf> log, long size, byte[] head)
    {
        var verifier = new ChainVerifier();
        foreach (var leaf in log) verifier.Add(leaf);
        return verifier.Finish(size, head);
    }
}
