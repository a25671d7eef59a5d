using SoraGuard.Cli.Reporting;

namespace SoraGuard.EndToEnd.Tests.Cli;

public sealed class OutputFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-output-").FullName;

    private string Target => Path.Combine(folder, "out.mp4");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Open_removes_what_killed_runs_left_of_this_file_and_nothing_else()
    {
        string[] leftovers = [".out.mp4.7.partial", ".out.mp4.4194305.partial"], others = ["out.mp4.7.partial", ".out.mp4.x.partial", ".other.mp4.7.partial", ".out.mp4.partial"];
        foreach (var name in leftovers.Concat(others)) File.WriteAllText(Path.Combine(folder, name), "half a clip");

        using (OutputFile.Open(Target)) { }

        Assert.Equal(others.Order(), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order());
    }

    [Fact]
    public void Open_leaves_alone_what_another_run_is_writing()
    {
        var running = Path.Combine(folder, ".out.mp4.7.partial");
        using var held = new FileStream(running, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        using (OutputFile.Open(Target)) { }

        Assert.True(File.Exists(running));
    }

    [Fact]
    public void Complete_replaces_what_was_there_with_the_whole_content()
    {
        File.WriteAllText(Target, "an older and longer clip");
        var source = Path.Combine(folder, "source");
        File.WriteAllText(source, "a new clip");

        using (var output = OutputFile.Open(Target)) output.Complete(source);

        Assert.Equal("a new clip", File.ReadAllText(Target));
        Assert.Equal([Target, source], Directory.EnumerateFiles(folder).Order());
    }

    [Fact]
    public void Dispose_without_completion_leaves_what_was_there()
    {
        File.WriteAllText(Target, "an older clip");

        using (var output = OutputFile.Open(Target)) output.Stream.WriteByte(1);

        Assert.Equal("an older clip", File.ReadAllText(Target));
        Assert.Single(Directory.EnumerateFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/out.mp4")]
    [InlineData("/nowhere/out.mp4")]
    public void Open_refuses_a_place_that_cannot_be_written(string path) => Assert.Throws<OutputException>(() => OutputFile.Open(path));
}
