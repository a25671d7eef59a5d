using SoraGuard.Pipeline.Release;

namespace SoraGuard.Cli.Reporting;

/// <summary>A verification for a person.</summary>
internal static class VerifyText
{
    public static void Print(VerifyResult result, TextWriter writer)
    {
        writer.WriteLine($"{result.File}: {Headline(result)}");
        foreach (var problem in result.Problems) writer.WriteLine($"  PROBLEM {problem}");
        foreach (var evidence in result.Evidence) writer.WriteLine($"  {Name(evidence.Kind),-15} {Describe(evidence)}");
        foreach (var limit in result.Limits) writer.WriteLine($"  {(result.Verdict == VerifyVerdict.Unreadable ? "because" : "not checked"),-15} {limit}");
    }

    private static string Headline(VerifyResult result) => result.Verdict switch
    {
        VerifyVerdict.Unreadable => "unreadable",
        VerifyVerdict.NoEvidence => "no evidence of AI generation was found (which does not make it real)" + Broken(result),
        VerifyVerdict.AiEdited => $"edited with AI{By(result)}" + Broken(result),
        _ => $"made by AI{By(result)}" + Broken(result),
    };

    private static string By(VerifyResult result) => (result.By is { } by ? $", by {by}" : "") + (result.Ours ? " (this service)" : "");

    private static string Broken(VerifyResult result) => result.Intact switch
    {
        false => "; the evidence is BROKEN or contradictory",
        true => "; intact",
        null => result.Verdict == VerifyVerdict.NoEvidence ? "" : "; nothing covers its bytes, so changes cannot be excluded",
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
