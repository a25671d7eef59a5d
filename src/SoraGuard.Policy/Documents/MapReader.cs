using System.Globalization;
using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>
/// Takes the keys of one map, each with its type, and reports what is missing, of the wrong kind or unknown. Reading goes on after
/// an error, with an empty value, so that one run reports everything.
/// </summary>
internal sealed class MapReader(YamlMap map, DiagnosticList diagnostics)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public int Line => map.Line;

    public DiagnosticList Diagnostics => diagnostics;

    /// <returns>Null with an error where the node is no map.</returns>
    public static MapReader? From(YamlNode node, DiagnosticList diagnostics)
    {
        if (node is YamlMap map)
            return new MapReader(map, diagnostics);
        diagnostics.Add(node, "a map of keys and values was expected here");
        return null;
    }

    public YamlNode? Take(string key)
    {
        _taken.Add(key);
        return map.Find(key);
    }

    public YamlNode? Require(string key)
    {
        var node = Take(key);
        if (node is null)
            diagnostics.Add(map, $"the key '{key}' is missing");
        return node;
    }

    public string RequireText(string key) => Require(key) is { } node ? TextOf(node, key) : "";

    public string? TakeText(string key) => Take(key) is { } node ? TextOf(node, key) : null;

    public DateOnly? TakeDate(string key) => Take(key) is { } node ? DateOf(node, key) : null;

    public DateOnly RequireDate(string key) => Require(key) is { } node ? DateOf(node, key) ?? default : default;

    public double? TakeShare(string key)
    {
        if (Take(key) is not { } node)
            return null;
        if (double.TryParse(TextOf(node, key), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
            return share;
        diagnostics.Add(node, $"'{key}' must be a number from 0 to 1");
        return null;
    }

    public int? TakeCount(string key)
    {
        if (Take(key) is not { } node)
            return null;
        if (int.TryParse(TextOf(node, key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            return count;
        diagnostics.Add(node, $"'{key}' must be a whole number above 0");
        return null;
    }

    public bool? TakeBool(string key)
    {
        if (Take(key) is not { } node)
            return null;
        if (TextOf(node, key) is var text && text is "true" or "false")
            return text == "true";
        diagnostics.Add(node, $"'{key}' must be true or false");
        return null;
    }

    public T? TakeEnum<T>(string key)
        where T : struct, Enum => Take(key) is { } node ? EnumOf<T>(node, key) : null;

    public T RequireEnum<T>(string key)
        where T : struct, Enum => Require(key) is { } node ? EnumOf<T>(node, key) ?? default : default;

    /// <summary>A list, or one value standing for a list of one.</summary>
    public IReadOnlyList<YamlScalar> TakeScalars(string key) => Take(key) is { } node ? ScalarsOf(node, key) : [];

    public IReadOnlyList<YamlScalar> RequireScalars(string key) => Require(key) is { } node ? ScalarsOf(node, key) : [];

    public IReadOnlyList<YamlEntry> TakeEntries(string key) => Take(key) is { } node && From(node, diagnostics) is { } inner ? inner.Entries : [];

    public IReadOnlyList<YamlNode> TakeList(string key)
    {
        switch (Take(key))
        {
            case null:
                return [];
            case YamlList list:
                return list.Items;
            case { } other:
                diagnostics.Add(other, $"'{key}' must be a list");
                return [];
        }
    }

    public IReadOnlyList<YamlEntry> Entries => map.Entries;

    /// <summary>Reports the keys that nobody took.</summary>
    public void Finish()
    {
        foreach (var entry in map.Entries)
            if (!_taken.Contains(entry.Key))
                diagnostics.Add(entry.Line, $"unknown key '{entry.Key}'", Hints.Nearest(entry.Key, _taken));
    }

    private string TextOf(YamlNode node, string key)
    {
        if (node is YamlScalar scalar && scalar.Text.Length > 0)
            return scalar.Text;
        diagnostics.Add(node, $"'{key}' must be a text");
        return "";
    }

    private DateOnly? DateOf(YamlNode node, string key)
    {
        if (DateOnly.TryParseExact(TextOf(node, key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        diagnostics.Add(node, $"'{key}' must be a date", "write it as YYYY-MM-DD");
        return null;
    }

    private T? EnumOf<T>(YamlNode node, string key)
        where T : struct, Enum
    {
        var text = TextOf(node, key);
        foreach (var value in Enum.GetValues<T>())
            if (EnumText.Of(value) == text)
                return value;
        if (text.Length > 0)
            diagnostics.AddUnknown(node, key, text, Enum.GetValues<T>().Select(EnumText.Of));
        return null;
    }

    private List<YamlScalar> ScalarsOf(YamlNode node, string key)
    {
        var scalars = new List<YamlScalar>();
        foreach (var item in node is YamlList list ? list.Items : [node])
            if (item is YamlScalar { Text.Length: > 0 } scalar)
                scalars.Add(scalar);
            else
                diagnostics.Add(item, $"'{key}' must hold texts only");
        if (scalars.Count == 0)
            diagnostics.Add(node, $"'{key}' is empty");
        return scalars;
    }
}
