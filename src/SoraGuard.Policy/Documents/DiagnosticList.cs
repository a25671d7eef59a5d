using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>What is wrong with one file, gathered while it is read.</summary>
internal sealed class DiagnosticList(string file, List<PolicyDiagnostic> all)
{
    public string File { get; } = file;

    public void Add(int line, string message, string? hint = null) =>
        all.Add(new PolicyDiagnostic { File = File, Line = line, Message = message, Hint = hint });

    public void Add(YamlNode at, string message, string? hint = null) => Add(at.Line, message, hint);

    /// <summary>"unknown tier 'artits' (did you mean 'artist'?)".</summary>
    public void AddUnknown(YamlNode at, string what, string name, IEnumerable<string> known) => Add(at.Line, $"unknown {what} '{name}'", Hints.Nearest(name, known));

    /// <summary>Reports the name where it is not known.</summary>
    /// <returns>The name.</returns>
    public string Check(YamlScalar name, string what, IReadOnlyCollection<string> known)
    {
        if (!known.Contains(name.Text))
            AddUnknown(name, what, name.Text, known);
        return name.Text;
    }
}
