namespace SoraGuard.Policy;

/// <summary>Reads a policy folder from disk: every <c>*.yaml</c> and <c>*.yml</c> in it and below it, cases included.</summary>
public static class PolicyFolder
{
    /// <summary>Largest file that is read.</summary>
    public const int MaxFileBytes = 4 << 20;

    /// <summary>Most files in a folder.</summary>
    public const int MaxFiles = 1000;

    /// <summary>Reads the files in order of their paths.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="PolicyLimitException">A file is larger than <see cref="MaxFileBytes"/>, or there are more than <see cref="MaxFiles"/>.</exception>
    public static IReadOnlyList<PolicyFile> Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = new List<PolicyFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(path) is not (".yaml" or ".yml"))
                continue;
            var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (files.Count == MaxFiles)
                throw new PolicyLimitException($"{folder} holds more than {MaxFiles} policy files");
            files.Add(new PolicyFile(relative, ReadFile(path, relative)));
        }
        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    private static byte[] ReadFile(string path, string relative)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaxFileBytes)
            throw new PolicyLimitException($"{relative} is {stream.Length:N0} bytes; a policy file may have {MaxFileBytes:N0}");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
