namespace SoraGuard.Policy.Documents;

/// <summary>The known name that somebody most likely meant.</summary>
internal static class Hints
{
    private const int MostEdits = 3;
    private const int MostListed = 12;

    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        var best = names.Select(candidate => (candidate, edits: Edits(name, candidate))).OrderBy(pair => pair.edits).FirstOrDefault();
        if (best.candidate is not null && best.edits <= MostEdits && best.edits < name.Length)
            return $"did you mean '{best.candidate}'?";
        return names.Count is > 0 and <= MostListed ? "known: " + string.Join(", ", names) : null;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Edits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
