using System.Text;

namespace SoraGuard.Policy.Tests;

/// <summary>Reads comma separated values (RFC 4180) with a header line.</summary>
internal static class Csv
{
    public static IEnumerable<Dictionary<string, string>> Read(string path)
    {
        var records = Records(File.ReadAllText(path).TrimStart('\ufeff')).ToList();
        foreach (var record in records.Skip(1).Where(record => record.Count == records[0].Count))
            yield return Enumerable.Range(0, record.Count).ToDictionary(i => records[0][i], i => record[i]);
    }

    private static IEnumerable<List<string>> Records(string text)
    {
        var record = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (quoted || text[i] is not (',' or '\r' or '\n'))
                field.Append(text[i]);
            else if (text[i] != '\r')
            {
                record.Add(field.ToString());
                field.Clear();
                if (text[i] == '\n')
                {
                    yield return record;
                    record = [];
                }
            }
        }
        if (field.Length > 0 || record.Count > 0)
            yield return [.. record, field.ToString()];
    }
}
