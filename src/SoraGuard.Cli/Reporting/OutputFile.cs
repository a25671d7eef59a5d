using System.Globalization;

namespace SoraGuard.Cli.Reporting;

/// <summary>
/// A file that is about to be made. Opened beside its place before any work begins, so that a place that cannot be written is known at once;
/// it gets its name when it is complete, and nothing stays when it does not come to that. A killed run's leftover goes with the next one.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private const string Suffix = ".partial";

    // Also files that begin with a dot; a folder that may not be listed may still be written to.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private readonly string path;
    private readonly string partial;

    // Held open and locked (flock) to the end: what nobody holds was left by a killed run.
    private readonly FileStream stream;
    private bool complete;

    private OutputFile(string path, string partial, FileStream stream) => (this.path, this.partial, this.stream) = (path, partial, stream);

    /// <summary>To write the file itself, in place of <see cref="Complete(string)"/>. Not to be disposed.</summary>
    public Stream Stream => stream;

    /// <exception cref="OutputException">It cannot be written there; the message says why.</exception>
    public static OutputFile Open(string path)
    {
        if (path.Length == 0) throw new OutputException("The name of the output is empty: name a file.");
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new OutputException($"{path} is a folder: name a file.");
        // Getting its name would put a file in the place of a device.
        if (full.StartsWith("/dev/", StringComparison.Ordinal)) throw new OutputException($"{path} is among the devices: name a file elsewhere.");
        var (folder, prefix) = (Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.");
        try
        {
            RemoveLeftovers(folder, prefix);
            var partial = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Environment.ProcessId}{Suffix}"));
            return new(full, partial, new(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>Copies a finished file in and gives it its name, replacing what was there.</summary>
    /// <exception cref="OutputException">The disk is full, or the place went away.</exception>
    public void Complete(string source)
    {
        try
        {
            using var content = File.OpenRead(source);
            content.CopyTo(stream);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
        Complete();
    }

    /// <summary>Gives what was written its name, replacing what was there.</summary>
    /// <exception cref="OutputException">The disk is full, or the place went away.</exception>
    public void Complete()
    {
        try
        {
            stream.Flush();
            File.Move(partial, path, overwrite: true);
            complete = true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (!complete) File.Delete(partial);
        stream.Dispose();
    }

    private static void RemoveLeftovers(string folder, string prefix)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Suffix, Everything).Where(f => IsPartial(Path.GetFileName(f), prefix)))
        {
            try
            {
                using var unused = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // another run is writing it, or it is another user's
            }
        }
    }

    private static bool IsPartial(string name, string prefix) =>
        name.Length > prefix.Length + Suffix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name.AsSpan()[prefix.Length..^Suffix.Length].IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
