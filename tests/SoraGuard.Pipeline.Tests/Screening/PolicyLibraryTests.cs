using Dapper;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Pipeline.Tests.Storage;
using SoraGuard.Policy;
using SoraGuard.TestData;

namespace SoraGuard.Pipeline.Tests.Screening;

[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class PolicyLibraryTests(PostgresFixture postgres)
{
    private const string Prompt = "a candidate in the US presidential race confesses to fraud, leaked phone video";

    [Fact]
    public async Task A_policy_once_pinned_is_evaluated_again_by_a_program_whose_folder_has_moved_on()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (before, beforeFiles) = Shipped();
        var digest = await new PolicyLibrary(database, before, beforeFiles).PinCurrentAsync(CancellationToken.None);
        var later = new PolicyLibrary(database, Changed(beforeFiles), beforeFiles);

        var pinned = await later.GetAsync(digest, CancellationToken.None);

        Assert.NotEqual(later.Current.Digest, pinned.Digest);
        var at = PolicyTime.Parse("2028-10-20");
        Assert.Equal(SoraGuard.Policy.Json.VerdictJson.ToUtf8Bytes(before.Evaluate(new() { Prompt = Prompt, Region = "US" }, at)),
            SoraGuard.Policy.Json.VerdictJson.ToUtf8Bytes(pinned.Evaluate(new() { Prompt = Prompt, Region = "US" }, at)));
    }

    [Fact]
    public async Task A_policy_that_is_not_kept_or_was_changed_in_the_database_decides_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (model, files) = Shipped();
        var digest = await new PolicyLibrary(database, model, files).PinCurrentAsync(CancellationToken.None);
        await using (var connection = await database.OpenConnectionAsync())
            await connection.ExecuteAsync("update policy_bundle set files = files - 'election-us.yaml'");
        var later = new PolicyLibrary(database, Changed(files), files);

        await Assert.ThrowsAsync<PolicyUnavailableException>(() => later.GetAsync(Sha256Digest.Of("unknown"u8), CancellationToken.None));
        await Assert.ThrowsAnyAsync<Exception>(() => later.GetAsync(digest, CancellationToken.None));
    }

    private static (PolicyModel Model, IReadOnlyList<PolicyFile> Files) Shipped()
    {
        var files = PolicyFolder.Read(Path.Combine(SharedData.RepositoryRoot, "policies"));
        return (PolicyCompiler.Compile(files).RequireModel(), files);
    }

    /// <summary>The shipped policy with another number in it, so with another digest.</summary>
    private static PolicyModel Changed(IReadOnlyList<PolicyFile> files) => PolicyCompiler.Compile([.. files.Select(f => f.Path != "base.yaml" ? f : f with
    {
        Content = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(f.Content.Span).Replace("atLeast: 0.9", "atLeast: 0.95", StringComparison.Ordinal)),
    })]).RequireModel();
}
