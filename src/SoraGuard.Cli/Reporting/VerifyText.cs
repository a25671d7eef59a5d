using SoraGuard.Pipeline.Release;

namespace SoraGuard.Cli.Reporting;

/// <summary>A verification for a person. Names come from the file that is judged, so none is printed as it stands.</summary>
internal static class VerifyText
{
    public static void Print(VerifyResult result, TextWriter writer)
    {
        foreach (var line in Lines(result)) writer.WriteLine(TerminalText.Plain(line));
    }

    private static IEnumerable<string> Lines(VerifyResult result) =>
    [
        $"{result.File}: {Headline(result)}",
        .. result.Problems.Select(problem => $"  PROBLEM {problem}"),
        .. result.Evidence.Select(evidence => $"  {Name(evidence.Kind),-15} {Describe(evidence)}"),
        .. result.Limits.Select(limit => $"  {(result.Verdict == VerifyVerdict.Unreadable ? "because" : "not checked"),-15} {limit}"),
    ];

    private static string Headline(VerifyResult result) => result.Verdict switch
    {
        VerifyVerdict.Unreadable => "unreadable",
        VerifyVerdict.NoEvidence => "no evidence of AI generation was found (which does not make it real)" + Broken(result),
        VerifyVerdict.AiEdited => $"edited with AI{By(result)}" + Broken(result),
        _ => $"made by AI{By(result)}" + Broken(result),
    };

    private static string By(VerifyResult result)
    {
        var claimed = string.Join(" and ", result.ClaimedBy);
        return (result.By is { } by ? $", by {by}" : "") + (result.Ours ? " (this service)" : "") + (claimed.Length > 0 ? $", claimed by {claimed} (not proven)" : "");
    }

    private static string Broken(VerifyResult result) => result.Intact switch
    {
        false => "; the evidence is BROKEN or contradictory",
        true => "; intact",
        null => result.Verdict == VerifyVerdict.NoEvidence ? "" : "; nobody proven vouches for its bytes, so changes cannot be excluded",
    };

    private static string Name(EvidenceKind kind) => kind switch
    {
        EvidenceKind.C2pa => "c2pa",
        EvidenceKind.Watermark => "watermark",
        _ => "metadata label",
    };

    private static string Describe(Evidence evidence)
    {
        if (!evidence.Found) return "not found";
        var trust = evidence.Trusted switch { true => "trusted", false => "not trusted by itself", null => "" };
        var details = evidence.Detail.Where(d => d.Value is string or int or double or bool).Select(d => $"{d.Key} {d.Value}");
        return $"found, {trust}: {string.Join(", ", details)}";
    }
}
