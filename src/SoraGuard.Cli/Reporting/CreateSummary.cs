using System.Text.Json.Serialization;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Cli.Reporting;

/// <summary>What came of a clip: the JSON of <c>create --json</c>, and the same for a person.</summary>
internal sealed record CreateSummary
{
    public required string Id { get; init; }

    /// <summary><c>released</c>, <c>refused</c>, <c>held</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The file; null when nothing was released.</summary>
    public string? File { get; init; }

    public string? Sha256 { get; init; }

    public ClipReason? Reason { get; init; }

    /// <summary>The verdict that ended it, or the last one.</summary>
    public Verdict? Verdict { get; init; }

    public required string Size { get; init; }

    public required int Seconds { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Seconds each stage took, in order.</summary>
    public required IReadOnlyList<StageTime> Stages { get; init; }

    /// <summary>The words of the prompt that the model knows.</summary>
    public IReadOnlyList<string>? Understood { get; init; }

    public MarkSummary? Marks { get; init; }

    public string? Manifest { get; init; }

    public string? Watermark { get; init; }

    public required string Policy { get; init; }

    public required AuditPointer Audit { get; init; }

    [JsonIgnore]
    public string Prompt { get; private init; } = "";

    public static CreateSummary From(ClipRecord clip, IReadOnlyList<ClipHistoryEntry> history, string output)
    {
        var state = clip.State;
        var released = state.Status == ClipStatus.Released;
        return new()
        {
            Id = state.Id.ToString(),
            Status = state.Status.ToString().ToLowerInvariant(),
            File = released ? output : null,
            Sha256 = released ? state.Signed?.ToString() : null,
            Reason = state.Reason,
            Verdict = history.Select(VerdictOf).LastOrDefault(v => v is not null),
            Size = clip.Request.Size.ToString(),
            Seconds = clip.Request.Seconds,
            Seed = clip.Request.Seed,
            Stages = [.. history.Zip(history.Skip(1), (before, after) => new StageTime(after.Kind, Math.Round((after.OccurredAt - before.OccurredAt).TotalSeconds, 2)))],
            Understood = history.Where(h => h.Kind == nameof(ClipGenerated)).Select(h => PipelineJson.Read<ClipGenerated>(h.Body).Understood).FirstOrDefault(),
            Marks = released ? state.Marks : null,
            Manifest = released ? state.ManifestId : null,
            Watermark = released ? state.Id.ToString() : null,
            Policy = state.Policy.ToString(),
            Audit = new(history[^1].LeafIndex, Convert.ToHexStringLower(history[^1].LeafHash)),
            Prompt = clip.Request.Prompt,
        };
    }

    public void Print(TextWriter writer)
    {
        writer.WriteLine(File is null ? $"{Status}: {Reason?.Message}" : $"released {File}");
        if (File is null && Verdict is { Rules.Count: > 0 }) VerdictText.Print(Verdict, Prompt, writer);
        if (File is not null)
        {
            writer.WriteLine($"  clip       {Id}, {Size}, {Seconds} s, seed {Seed}");
            writer.WriteLine($"  understood {(Understood is { Count: > 0 } words ? string.Join(" ", words) : "nothing of the prompt: the embedded model knows few words, see models/generator/README.md")}");
            writer.WriteLine($"  label      {Marks?.LabelProfile}{(Marks?.LabelText is { } text ? $" \"{text}\"" : "")}, and metadata label AIGC");
            writer.WriteLine($"  watermark  {Watermark}, PSNR {Marks?.PsnrY:0.0} dB, z {Marks?.WatermarkZ:0.0}");
            writer.WriteLine($"  manifest   {Manifest}");
            writer.WriteLine($"  sha-256    {Sha256}");
        }
        writer.WriteLine($"  stages     {string.Join(", ", Stages.Select(s => $"{s.Event} {s.Seconds:0.0} s"))}");
        writer.WriteLine($"  audit leaf {Audit.Leaf} {Audit.Hash[..16]}");
    }

    private static Verdict? VerdictOf(ClipHistoryEntry entry) => entry.Kind switch
    {
        nameof(PromptScreened) => PipelineJson.Read<PromptScreened>(entry.Body).Verdict,
        nameof(ClipInspected) => PipelineJson.Read<ClipInspected>(entry.Body).Verdict,
        _ => null,
    };
}

/// <summary>How long it took until an event.</summary>
internal sealed record StageTime(string Event, double Seconds);

/// <summary>The last leaf of the clip in the audit log.</summary>
internal sealed record AuditPointer(long Leaf, string Hash);
