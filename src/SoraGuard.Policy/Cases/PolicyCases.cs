using SoraGuard.Policy.Documents;

namespace SoraGuard.Policy.Cases;

/// <summary>Cases are a policy's tests: a policy whose cases fail is not to be activated.</summary>
public static class PolicyCases
{
    /// <summary>Reads the cases (<c>kind: cases</c>) among the files of a policy folder.</summary>
    public static PolicyCaseSet Read(IReadOnlyList<PolicyFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var diagnostics = new List<PolicyDiagnostic>();
        var cases = new List<PolicyCase>();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            cases.AddRange(CaseReader.Read(file, diagnostics));
        foreach (var second in cases.GroupBy(@case => @case.Id).SelectMany(same => same.Skip(1)))
            diagnostics.Add(new PolicyDiagnostic { File = second.File, Line = second.Line, Message = $"there is a case '{second.Id}' already" });
        return new PolicyCaseSet(cases, diagnostics);
    }

    /// <summary>Runs every case, in the order given.</summary>
    public static IReadOnlyList<PolicyCaseResult> Run(PolicyModel policy, IReadOnlyList<PolicyCase> cases)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(cases);
        return [.. cases.Select(@case => Run(policy, @case))];
    }

    private static PolicyCaseResult Run(PolicyModel policy, PolicyCase @case)
    {
        try
        {
            var verdict = policy.Evaluate(@case.Signals, @case.At);
            return new PolicyCaseResult(@case, verdict, [.. Compare(@case, verdict)]);
        }
        catch (PolicyRequestException exception)
        {
            return new PolicyCaseResult(@case, null, [$"not accepted: {exception.Message}"]);
        }
    }

    private static IEnumerable<string> Compare(PolicyCase @case, Verdict verdict)
    {
        var fired = verdict.Rules.Select(rule => rule.RuleId).ToList();
        if (!@case.Expect.Contains(verdict.Decision))
            yield return $"expected {string.Join(" or ", @case.Expect.Select(EnumText.Of))}, got {EnumText.Of(verdict.Decision)} by {(fired.Count == 0 ? "no rule" : string.Join(", ", fired))}";
        foreach (var rule in @case.Rules.Except(fired))
            yield return $"the rule {rule} did not fire; fired: {string.Join(", ", fired)}";
        foreach (var piece in @case.Spans.Where(piece => !IsCovered(@case.Signals.Prompt, piece, verdict)))
            yield return $"no rule points at \"{piece}\"";
    }

    private static bool IsCovered(string prompt, string piece, Verdict verdict)
    {
        var start = prompt.IndexOf(piece, StringComparison.Ordinal);
        return start >= 0 && verdict.Rules.Any(rule => rule.Spans.Any(span => span.Start <= start && start + piece.Length <= span.End));
    }
}
