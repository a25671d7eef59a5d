namespace SoraGuard.Media.Video;

/// <summary>Whether the tools may run without a sandbox.</summary>
public enum SandboxPolicy
{
    /// <summary>In a sandbox where one works, else with resource limits alone; <see cref="MediaTools.IsSandboxed"/> says which.</summary>
    Prefer,

    /// <summary>Not without a sandbox.</summary>
    Require,
}

/// <summary>
/// The programs behind this library and how they are run: ffmpeg and ffprobe, each time in a new bubblewrap sandbox (no network, no capabilities, a
/// file system of nothing but /usr and the files in question) and under prlimit. Found once, then shared; immutable.
/// </summary>
public sealed class MediaTools
{
    private MediaTools(string ffmpeg, string ffprobe, string prlimit, string launcher, bool isSandboxed, MediaLimits limits)
    {
        Ffmpeg = ffmpeg;
        Ffprobe = ffprobe;
        Prlimit = prlimit;
        Launcher = launcher;
        IsSandboxed = isSandboxed;
        Limits = limits;
    }

    /// <summary>Full path of ffmpeg.</summary>
    public string Ffmpeg { get; }

    /// <summary>Full path of ffprobe.</summary>
    public string Ffprobe { get; }

    /// <summary>Whether decoders and encoders run in a bubblewrap sandbox. Where they do not, a verdict should say so.</summary>
    public bool IsSandboxed { get; }

    /// <summary>What a file may ask of this machine.</summary>
    public MediaLimits Limits { get; }

    internal string Prlimit { get; }

    /// <summary>bwrap, or setpriv where there is no sandbox.</summary>
    internal string Launcher { get; }

    /// <summary>Finds the programs and tries the sandbox once.</summary>
    /// <param name="policy">Whether to go on where bubblewrap is missing or not allowed to make user namespaces.</param>
    /// <param name="limits">Limits; null for the defaults.</param>
    /// <param name="searchPath">Folders to search, separated as in PATH; null for PATH itself.</param>
    /// <param name="cancellationToken">Cancels the trial of the sandbox.</param>
    /// <exception cref="MediaException"><see cref="MediaError.ToolMissing"/>: a program, or the sandbox that is required, is not there.</exception>
    public static async Task<MediaTools> LocateAsync(
        SandboxPolicy policy = SandboxPolicy.Prefer, MediaLimits? limits = null, string? searchPath = null, CancellationToken cancellationToken = default)
    {
        var folders = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ffmpeg = Require(folders, "ffmpeg", "ffmpeg");
        var ffprobe = Require(folders, "ffprobe", "ffmpeg");
        var prlimit = Require(folders, "prlimit", "util-linux");
        if (Find(folders, "bwrap") is { } bwrap)
        {
            var sandboxed = new MediaTools(ffmpeg, ffprobe, prlimit, bwrap, isSandboxed: true, limits ?? MediaLimits.Default);
            if (await Works(sandboxed, cancellationToken).ConfigureAwait(false))
                return sandboxed;
        }

        if (policy == SandboxPolicy.Require)
            throw new MediaException(
                MediaError.ToolMissing,
                "A sandbox is required and bubblewrap does not work here: install it (apt-get install bubblewrap) and allow user namespaces.");
        return new MediaTools(ffmpeg, ffprobe, prlimit, Require(folders, "setpriv", "util-linux"), isSandboxed: false, limits ?? MediaLimits.Default);
    }

    private static async Task<bool> Works(MediaTools tools, CancellationToken cancellationToken)
    {
        var run = new ToolRun(tools, tools.Ffprobe, ToolLimits.Probe(tools.Limits));
        run.Arguments.Add("-version");
        await using var process = run.Start(cancellationToken);
        return await process.ExitCodeAsync().ConfigureAwait(false) == 0;
    }

    private static string Require(string[] folders, string program, string package) => Find(folders, program) ?? throw new MediaException(
        MediaError.ToolMissing, $"The program {program} was not found on the search path: install it (apt-get install {package}).");

    private static string? Find(string[] folders, string program) =>
        folders.Select(folder => Path.GetFullPath(Path.Combine(folder, program))).FirstOrDefault(File.Exists);
}
