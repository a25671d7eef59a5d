using System.Diagnostics;
using System.Globalization;

namespace SoraGuard.Media.Video;

/// <summary>Hard limits of one run of a tool.</summary>
internal sealed record ToolLimits(TimeSpan WallClock, long MemoryBytes, long OutputBytes)
{
    public static ToolLimits Probe(MediaLimits limits) => new(limits.ProbeTimeout, limits.DecoderMemoryBytes, OutputBytes: 0);

    public static ToolLimits Decode(MediaLimits limits) => new(limits.DecodeTimeout, limits.DecoderMemoryBytes, OutputBytes: 0);

    public static ToolLimits Encode(MediaLimits limits) => new(limits.EncodeTimeout, limits.EncoderMemoryBytes, limits.MaxOutputBytes);
}

/// <summary>
/// One run of ffmpeg or ffprobe: <c>prlimit … bwrap … TOOL</c>, or <c>prlimit … setpriv --pdeathsig KILL TOOL</c> where there is no sandbox.
/// Files are named to the tool by <see cref="Input"/> and <see cref="Output"/> alone, so a name can never become an option or a protocol.
/// </summary>
internal sealed class ToolRun(MediaTools tools, string executable, ToolLimits limits)
{
    /// <summary>Threads a tool is told to use.</summary>
    public const int Threads = 2;

    private const int MaxOpenFiles = 64;
    private const int ScratchBytes = 64 << 20;

    private readonly List<string> _mounts = [];
    private int _files;

    public List<string> Arguments { get; } = [];

    /// <summary>Makes a file readable to the tool. Returns the name to give it.</summary>
    public string Input(string path) => Mount("--ro-bind", path);

    /// <summary>Makes an existing file writable to the tool. Returns the name to give it.</summary>
    public string Output(string path) => Mount("--bind", path);

    public ToolProcess Start(CancellationToken cancellationToken, bool feedsInput = false)
    {
        var start = new ProcessStartInfo(tools.Prlimit)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C";
        foreach (var argument in Limits().Concat(tools.IsSandboxed ? Sandbox() : ["--pdeathsig", "KILL"]).Append(executable).Concat(Arguments))
            start.ArgumentList.Add(argument);
        return ToolProcess.Start(start, Path.GetFileName(executable), limits.WallClock, feedsInput, cancellationToken);
    }

    private string Mount(string kind, string path)
    {
        var full = Path.GetFullPath(path);
        if (!tools.IsSandboxed)
            return "file:" + full;
        var name = string.Create(CultureInfo.InvariantCulture, $"/file{_files++}");
        _mounts.AddRange([kind, full, name]);
        return name;
    }

    // No --nproc: it counts every process of the user, ours and our neighbours' alike, and does not bind root.
    private IEnumerable<string> Limits() =>
    [
        Option("as", limits.MemoryBytes),
        Option("cpu", (long)Math.Ceiling(limits.WallClock.TotalSeconds) * Threads),
        Option("fsize", limits.OutputBytes),
        Option("nofile", MaxOpenFiles),
        Option("core", 0),
        "--",
        tools.Launcher,
    ];

    private static string Option(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");

    private IEnumerable<string> Sandbox()
    {
        string[] isolation = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv", "--setenv", "LC_ALL", "C"];
        string[] scratch = ["--proc", "/proc", "--dev", "/dev", "--size", ScratchBytes.ToString(CultureInfo.InvariantCulture), "--tmpfs", "/tmp"];
        return [.. isolation, .. SystemFolders(), .. scratch, .. _mounts, "--chdir", "/", "--"];
    }

    // Debian finds libblas through /etc/alternatives.
    private List<string> SystemFolders()
    {
        List<string> options = ["--ro-bind", "/usr", "/usr"];
        foreach (var folder in new[] { "/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache" })
            if (new DirectoryInfo(folder).LinkTarget is { } target)
                options.AddRange(["--symlink", target, folder]);
            else
                options.AddRange(["--ro-bind-try", folder, folder]);
        if (!executable.StartsWith("/usr/", StringComparison.Ordinal))
            options.AddRange(["--ro-bind", executable, executable]);
        return options;
    }
}
