using System.Text.Json;

namespace SoraGuard.Inference.Classifiers;

/// <summary>The contract of <c>inspect --json</c>: one object on one line.</summary>
public static class InspectionJson
{
    /// <summary><c>{"file", "frames": [{"t", "scores": {category: score}}], "segments": [{"start", "end", "category", "peak"}], "clip": {category: score}, "abstained", "models": [{"id", "sha256", "version"}]}</c></summary>
    public static string Write(string file, InspectionReport report)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(
            new
            {
                file,
                frames = report.Frames.Select(frame => new { frame.T, frame.Scores }),
                report.Segments,
                report.Clip,
                report.Abstained,
                models = report.Models.Select(model => new { model.Id, model.Sha256, model.Version }),
            },
            JsonSerializerOptions.Web);
    }
}
