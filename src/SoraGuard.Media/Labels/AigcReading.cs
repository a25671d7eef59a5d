namespace SoraGuard.Media.Labels;

/// <summary>The AIGC record of a file, as far as there is one.</summary>
/// <param name="Found">Whether the file has any AIGC key.</param>
/// <param name="Record">The record; null where there is none or it breaks the rules.</param>
/// <param name="Problems">What is wrong with what was found.</param>
public sealed record AigcReading(bool Found, AigcRecord? Record, IReadOnlyList<string> Problems)
{
    /// <summary>Reads the record from a container's tags. A file may hold exactly one.</summary>
    public static AigcReading FromTags(IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var keys = tags.Keys.Where(k => k.Contains(AigcRecord.ContainerKey, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (keys.Length == 0)
            return new AigcReading(Found: false, null, []);
        if (keys.Length > 1)
            return new AigcReading(Found: true, null, [$"The file holds {keys.Length} AIGC records; exactly one is allowed."]);
        return AigcRecord.TryParse(tags[keys[0]], out var record, out var problems)
            ? new AigcReading(Found: true, record, [])
            : new AigcReading(Found: true, null, problems);
    }
}
