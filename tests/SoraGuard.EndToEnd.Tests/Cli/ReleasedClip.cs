namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>One released clip, made by the README's command, for all the tests that look at it.</summary>
public sealed class ReleasedClip : IAsyncLifetime
{
    internal Soraguard Program { get; } = new();

    internal Run Create { get; private set; } = new(-1, "", "");

    public string Path => System.IO.Path.Combine(Program.Data, "boat.mp4");

    public async Task InitializeAsync() => Create = await Program.RunAsync("create", "a red paper boat sails left across a stormy sea", "-o", Path, "--json");

    public Task DisposeAsync()
    {
        Program.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Path for a copy that a test makes.</summary>
    public string Copy(string name) => System.IO.Path.Combine(Program.Data, name);
}

[CollectionDefinition(Name)]
public sealed class ReleasedClipCollection : ICollectionFixture<ReleasedClip>
{
    public const string Name = "Released clip";
}
