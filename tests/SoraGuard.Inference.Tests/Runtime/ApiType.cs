namespace SoraGuard.Inference.Tests.Runtime;

/// <summary>A type with its members, each as C# declares it.</summary>
internal sealed record ApiType(string Declaration, IReadOnlyList<string> Bases, IReadOnlyList<string> Members)
{
    /// <summary>What of <paramref name="ours"/> is not in <paramref name="official"/>: one line each.</summary>
    public static IEnumerable<string> Extras(IEnumerable<ApiType> ours, IEnumerable<ApiType> official)
    {
        var known = official.ToDictionary(type => type.Declaration);
        foreach (var type in ours)
        {
            if (!known.TryGetValue(type.Declaration, out var theirs))
            {
                yield return $"type {type.Declaration}";
                continue;
            }
            foreach (var extra in type.Bases.Except(theirs.Bases))
                yield return $"{type.Declaration} : {extra}";
            foreach (var extra in type.Members.Except(theirs.Members))
                yield return $"{type.Declaration} :: {extra}";
        }
    }

    /// <summary>Reads the form of official-api.txt.</summary>
    public static IReadOnlyList<ApiType> Parse(IEnumerable<string> lines)
    {
        var types = new List<ApiType>();
        var space = string.Empty;
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
                space = line["namespace ".Length..];
            else if (line[0] == ' ')
                ((List<string>)types[^1].Members).Add(line.Trim());
            else
                types.Add(ParseDeclaration(space, line));
        }
        return types;
    }

    private static ApiType ParseDeclaration(string space, string line)
    {
        var parts = line.Split(" : ");
        var words = parts[0].Split(' ');
        words[^1] = $"{space}.{words[^1]}";
        return new ApiType(string.Join(' ', words), parts.Length > 1 ? parts[1].Split(", ") : [], new List<string>());
    }
}
