namespace SoraGuard.Pipeline;

/// <summary>The folder that holds <c>policies/</c>, <c>migrations/</c> and <c>models/</c>: beside the program, or a checkout above it.</summary>
public sealed record Installation(string Root)
{
    /// <exception cref="SettingsException">No such folder at or above <paramref name="start"/>.</exception>
    public static Installation Find(string start)
    {
        for (var folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "migrations")) && Directory.Exists(Path.Combine(folder, "policies")))
                return new(folder);
        throw new SettingsException($"No folders 'migrations' and 'policies' at or above {start}: the program is not installed whole.");
    }

    public string Folder(string name) => Path.Combine(Root, name);
}
