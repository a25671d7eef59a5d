using Dapper;
using Npgsql;
using SoraGuard.Audit;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Tests.Clips;
using SoraGuard.Pipeline.Tests.Storage;

namespace SoraGuard.Pipeline.Tests.Audit;

/// <summary>An attacker who owns the database switches the guards off and changes rows; the verification names them.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class AuditVerificationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_log_of_released_clips_is_intact()
    {
        await using var database = await FilledAsync();

        var report = await new AuditVerification(database).RunAsync(CancellationToken.None);

        Assert.True(report.Intact, string.Join("; ", report.Findings.Select(f => f.Explanation).Concat(report.Contradictions)));
        Assert.Equal(15, report.Leaves);
    }

    [Theory]
    [InlineData("update audit_leaf set body = convert_to(replace(convert_from(body, 'UTF8'), 'Generating', 'Released'), 'UTF8') where idx = 1", AuditDamage.Altered, 1)]
    [InlineData("update audit_leaf set hash = sha256(hash) where idx = 3", AuditDamage.Altered, 3)]
    [InlineData("delete from audit_leaf where idx = 4", AuditDamage.Missing, 4)]
    [InlineData("delete from audit_leaf where idx = 14", AuditDamage.Missing, 14)]
    [InlineData("delete from audit_leaf where idx = 0", AuditDamage.Missing, 0)]
    [InlineData("update audit_leaf set idx = 99 where idx = 2; update audit_leaf set idx = 2 where idx = 5; update audit_leaf set idx = 5 where idx = 99", AuditDamage.Moved, 2)]
    public async Task A_damaged_leaf_is_named(string attack, AuditDamage damage, long index)
    {
        await using var database = await FilledAsync();
        await AttackAsync(database, attack);

        var report = await new AuditVerification(database).RunAsync(CancellationToken.None);

        Assert.Equal((damage, index), (report.Findings[0].Damage, report.Findings[0].Index));
    }

    [Theory]
    [InlineData("update clip_event set body = replace(body, 'model', 'camera') where kind = 'ClipGenerated'", "the stored event is not the one that leaf 2 commits to")]
    [InlineData("update clip set version = version + 1 where status = 'released'", "the log knows 7")]
    [InlineData("update release set content = repeat('ab', 32) where manifest_id = 'urn:c2pa:1'", "a release that the log does not know")]
    [InlineData("delete from release where manifest_id = 'urn:c2pa:1'", "no release that the log does not know")]
    [InlineData("delete from clip_event where kind = 'ClipMarked'", "the event that leaf 4 commits to was deleted")]
    [InlineData("update clip set status = 'released' where status = 'screening'", "is stored as released with content none, its last leaf 7 says screening")]
    [InlineData("update clip set state = jsonb_set(state, '{signed}', to_jsonb(repeat('ab', 32))) where status = 'released'", "its last leaf 6 says released")]
    [InlineData("update audit_leaf set appended_at = appended_at - interval '1 day' where idx = 3", "leaf 3 is filed under another time")]
    [InlineData("delete from stage_record where kind = 'inspected'", "has a release without the records")]
    [InlineData("update registry set content = repeat('ab', 32)", "stands in the registry with other content")]
    public async Task What_contradicts_the_log_is_named(string attack, string expected)
    {
        await using var database = await FilledAsync();
        await AttackAsync(database, attack);

        var report = await new AuditVerification(database).RunAsync(CancellationToken.None);

        Assert.Empty(report.Findings);
        Assert.Contains(report.Contradictions, c => c.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_leaf_that_cannot_be_read_is_named()
    {
        await using var database = await FilledAsync();
        await AttackAsync(database, "update audit_leaf set body = 'xx' where idx = 6");

        var report = await new AuditVerification(database).RunAsync(CancellationToken.None);

        Assert.Equal((AuditDamage.Altered, 6), (report.Findings[0].Damage, report.Findings[0].Index));
        Assert.Contains(report.Contradictions, c => c.StartsWith("leaf 6 cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erasing_a_clips_text_and_secret_leaves_the_log_intact()
    {
        await using var database = await FilledAsync();
        await AttackAsync(database, "delete from audit_secret; delete from clip_event; update clip set request = '{}'");

        var report = await new AuditVerification(database).RunAsync(CancellationToken.None);

        Assert.True(report.Intact);
        Assert.Equal(15, report.Erased);
    }

    [Fact]
    public async Task No_leaf_holds_the_prompt()
    {
        await using var database = await FilledAsync();
        await using var connection = await database.OpenConnectionAsync();

        Assert.Equal(0, await connection.QuerySingleAsync<int>("select count(*) from audit_leaf where convert_from(body, 'UTF8') like '%red boat%'"));
    }

    [Fact]
    public async Task Leaves_written_by_many_at_once_are_one_chain()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        await stored.AdmitAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => await stored.AdvanceAsync(await stored.AdmitAsync(), ClipProcessTests.Allowed()[0])));

        Assert.True((await new AuditVerification(database).RunAsync(CancellationToken.None)).Intact);
    }

    /// <summary>Two clips: one released (7 leaves), one on its way (1 leaf), and a third released (7 leaves): 15 leaves. </summary>
    private async Task<NpgsqlDataSource> FilledAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        await stored.AdvanceAsync(await stored.AdmitAsync(), ClipProcessTests.Allowed());
        await stored.AdmitAsync();
        var second = ClipProcessTests.Allowed();
        second[4] = new Pipeline.Clips.ClipSigned(((Pipeline.Clips.ClipSigned)second[4]).Source, Sha256Digest.Of("second"u8), "urn:c2pa:2");
        second[5] = new Pipeline.Clips.ReleaseVerified(Sha256Digest.Of("second"u8), 1000, []);
        await stored.AdvanceAsync(await stored.AdmitAsync(), second);
        return database;
    }

    private static async Task AttackAsync(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("set session_replication_role = replica; " + sql + "; set session_replication_role = origin");
    }
}
