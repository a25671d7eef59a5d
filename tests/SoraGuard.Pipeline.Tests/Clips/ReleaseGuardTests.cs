using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Tests.Storage;

namespace SoraGuard.Pipeline.Tests.Clips;

/// <summary>The database itself refuses what the code must never do; each test is a session that tries.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ReleaseGuardTests(PostgresFixture postgres)
{
    private static readonly string A = Sha256Digest.Of("a"u8).ToString(), B = Sha256Digest.Of("b"u8).ToString(), C = Sha256Digest.Of("c"u8).ToString(), Other = Sha256Digest.Of("another"u8).ToString();

    [Fact]
    public async Task A_release_with_all_four_records_on_one_line_of_content_is_taken()
    {
        await using var clip = await Prepare();

        await clip.ReleaseAsync(B);

        Assert.Equal(1, await clip.Connection.QuerySingleAsync<int>("select count(*) from release"));
    }

    [Theory]
    [InlineData("screened")]
    [InlineData("inspected")]
    [InlineData("stamped")]
    [InlineData("verified")]
    public async Task A_release_without_one_of_its_records_is_refused(string missing)
    {
        await using var clip = await Prepare(skip: missing);

        Assert.Equal("release_needs_records", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Fact]
    public async Task A_release_of_a_clip_without_any_record_is_refused()
    {
        await using var clip = await Prepare(records: false);

        await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B));
    }

    [Theory]
    [InlineData("screened")]
    [InlineData("inspected")]
    [InlineData("stamped")]
    [InlineData("verified")]
    public async Task A_release_with_a_record_that_did_not_pass_is_refused(string failed)
    {
        await using var clip = await Prepare(failed: failed);

        Assert.Equal("release_needs_passes", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Theory]
    [InlineData("screened")]
    [InlineData("inspected")]
    [InlineData("stamped")]
    [InlineData("verified")]
    public async Task A_release_with_a_record_under_another_policy_is_refused(string other)
    {
        await using var clip = await Prepare(otherPolicy: other);

        Assert.Equal("release_needs_one_policy", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Fact]
    public async Task Content_that_was_not_verified_is_refused()
    {
        await using var clip = await Prepare();

        Assert.Equal("release_needs_one_lineage", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(C))).ConstraintName);
    }

    [Fact]
    public async Task Content_stamped_from_something_other_than_what_was_inspected_is_refused()
    {
        await using var clip = await Prepare(stampedFrom: C);

        Assert.Equal("release_needs_one_lineage", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Theory]
    [InlineData("held")]
    [InlineData("verifying")]
    [InlineData("refused")]
    public async Task A_release_of_a_clip_that_is_not_released_is_refused(string status)
    {
        await using var clip = await Prepare(status: status);

        Assert.Equal("release_needs_its_status", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Fact]
    public async Task A_release_under_a_policy_the_clip_was_not_admitted_under_is_refused()
    {
        await using var clip = await Prepare();
        await clip.Connection.ExecuteAsync("update clip set policy = @Other", new { Other });

        Assert.Equal("release_needs_one_policy", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Fact]
    public async Task Temporary_tables_of_the_session_do_not_stand_in_for_the_real_ones()
    {
        await using var clip = await Prepare(records: false);
        await clip.Connection.ExecuteAsync("create temp table stage_record as select * from public.stage_record");
        foreach (var (kind, source, content) in new[] { ("screened", null, null), ("inspected", A, A), ("stamped", A, B), ("verified", B, B) })
            await clip.Connection.ExecuteAsync("insert into pg_temp.stage_record values (@Id, @kind, @policy, @source, @content, true, now())", new { clip.Id, kind, policy = StoredClip.Policy.ToString(), source, content });

        Assert.Equal("release_needs_records", (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).ConstraintName);
    }

    [Theory]
    [InlineData("inspected")]
    [InlineData("stamped")]
    [InlineData("verified")]
    public async Task A_record_without_its_content_is_refused(string kind)
    {
        await using var clip = await Prepare(records: false);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => clip.Connection.ExecuteAsync(
            "insert into stage_record values (@Id, @kind, @policy, null, null, true, now())", new { clip.Id, kind, policy = StoredClip.Policy.ToString() }));
        Assert.Equal("stage_record_has_lineage", refused.ConstraintName);
    }

    [Fact]
    public async Task A_second_release_of_a_clip_is_refused()
    {
        await using var clip = await Prepare();
        await clip.ReleaseAsync(B);

        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await Assert.ThrowsAsync<PostgresException>(() => clip.ReleaseAsync(B))).SqlState);
    }

    [Theory]
    [InlineData("delete from release")]
    [InlineData("update release set content = manifest_id")]
    [InlineData("truncate release")]
    [InlineData("delete from stage_record")]
    [InlineData("update stage_record set passed = true")]
    [InlineData("update registry set content = manifest_id")]
    [InlineData("delete from registry")]
    [InlineData("delete from audit_leaf")]
    [InlineData("update audit_leaf set body = body")]
    [InlineData("truncate audit_leaf")]
    public async Task What_is_written_once_cannot_be_changed(string sql)
    {
        await using var clip = await Prepare();
        await clip.ReleaseAsync(B);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => clip.Connection.ExecuteAsync(sql))).SqlState);
    }

    [Fact]
    public async Task A_clip_led_through_its_stages_is_released_exactly_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var id = await stored.AdmitAsync();

        var state = await stored.AdvanceAsync(id, ClipProcessTests.Allowed());

        Assert.Equal(ClipStatus.Released, state.Status);
        await using var connection = await database.OpenConnectionAsync();
        Assert.Equal((1, 1, 0, 7), await connection.QuerySingleAsync<(int, int, int, int)>(
            "select (select count(*)::int from release), (select count(*)::int from registry), (select count(*)::int from stage_task), (select count(*)::int from audit_leaf)"));
    }

    private async Task<Session> Prepare(string? skip = null, string? failed = null, string? otherPolicy = null, string? stampedFrom = null, bool records = true, string status = "released")
    {
        var database = await postgres.CreateDatabaseAsync();
        var id = await new StoredClip(database).AdmitAsync();
        var session = new Session(database, await database.OpenConnectionAsync(), id.ToString());
        (string Kind, string? Source, string? Content)[] all = [("screened", null, null), ("inspected", A, A), ("stamped", stampedFrom ?? A, B), ("verified", B, B)];
        await session.Connection.ExecuteAsync("insert into policy_bundle (digest, files) values (@Other, '{}')", new { Other });
        foreach (var (kind, source, content) in all.Where(r => records && r.Kind != skip))
            await session.Connection.ExecuteAsync(
                "insert into stage_record (clip_id, kind, policy, source, content, passed, recorded_at) values (@Id, @kind, @policy, @source, @content, @passed, now())",
                new { session.Id, kind, policy = kind == otherPolicy ? Other : StoredClip.Policy.ToString(), source, content, passed = kind != failed });
        await session.Connection.ExecuteAsync("update clip set status = @status where id = @Id", new { session.Id, status });
        return session;
    }

    private sealed record Session(NpgsqlDataSource Database, NpgsqlConnection Connection, string Id) : IAsyncDisposable
    {
        public Task ReleaseAsync(string content) => Connection.ExecuteAsync(
            "insert into release (clip_id, content, policy, manifest_id, bytes, released_at) values (@Id, @content, @policy, 'urn:c2pa:1', 10, now())",
            new { Id, content, policy = StoredClip.Policy.ToString() });

        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
