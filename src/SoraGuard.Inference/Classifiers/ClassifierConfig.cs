using System.Text.Json;
using System.Text.RegularExpressions;

namespace SoraGuard.Inference.Classifiers;

/// <summary>What lies beside a classifier's <c>NAME.onnx</c> as <c>NAME.json</c>.</summary>
public sealed partial record ClassifierConfig
{
    /// <summary>The largest configuration that is read.</summary>
    public const int MaxFileBytes = 64 * 1024;

    /// <summary>Names the model for good, for example <c>soraguard-violence-motion</c>.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>What the score is of, as policies call it: lower-case letters, digits and hyphens.</summary>
    public required string Category { get; init; }

    /// <summary>Must be <see cref="Sampling.WindowFrames"/>.</summary>
    public required int Frames { get; init; }

    /// <summary>Must be <see cref="Sampling.FramesPerSecond"/>.</summary>
    public required int Fps { get; init; }

    /// <summary>Must be <see cref="Sampling.Side"/>.</summary>
    public required int Side { get; init; }

    /// <summary>Must be <see cref="Sampling.HopFrames"/>.</summary>
    public required int Hop { get; init; }

    /// <summary>Calibration (Platt 1999): the probability is 1 / (1 + exp(-(scale · logit + shift))). More than 0.</summary>
    public required double Scale { get; init; }

    /// <inheritdoc cref="Scale"/>
    public required double Shift { get; init; }

    public required ClassifierThresholds Thresholds { get; init; }

    /// <summary>Of the .onnx file, 64 hex digits; null = any.</summary>
    public string? Sha256 { get; init; }

    /// <exception cref="ClassifierException">The file is missing, unreadable or wrong; every fault is named.</exception>
    public static ClassifierConfig Load(string path)
    {
        ClassifierConfig config;
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxFileBytes)
                throw new ClassifierException(path, $"the configuration has {file.Length} bytes; at most {MaxFileBytes} are read.");
            config = JsonSerializer.Deserialize<ClassifierConfig>(file, JsonSerializerOptions.Web) ?? throw new ClassifierException(path, "holds null instead of a configuration.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ClassifierException(path, $"the classifier's configuration cannot be read: {e.Message}", e);
        }

        var faults = config.Faults().ToList();
        return faults.Count == 0 ? config : throw new ClassifierException(path, string.Join(' ', faults));
    }

    private IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Id)) yield return "id is empty.";
        if (string.IsNullOrWhiteSpace(Version)) yield return "version is empty.";
        if (Category is null || !CategoryName().IsMatch(Category)) yield return $"category '{Category}' is not made of lower-case letters, digits and hyphens.";
        if ((Frames, Hop, Fps, Side) != (Sampling.WindowFrames, Sampling.HopFrames, Sampling.FramesPerSecond, Sampling.Side))
            yield return $"the model takes {Frames} frames of {Side}x{Side} at {Fps} a second, every {Hop} frames; inspection samples "
                + $"{Sampling.WindowFrames} of {Sampling.Side}x{Sampling.Side} at {Sampling.FramesPerSecond}, every {Sampling.HopFrames}.";
        if (!double.IsFinite(Scale) || Scale <= 0) yield return $"scale is {Scale}; it must be more than 0.";
        if (!double.IsFinite(Shift)) yield return $"shift is {Shift}; it must be finite.";
        if (Sha256 is not null && (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigit))) yield return $"sha256 '{Sha256}' is not 64 hex digits.";
        if (Thresholds is null) yield return "thresholds are missing.";
        else if (!Thresholds.AreOrdered) yield return "thresholds must hold 0 < segmentEnd <= segmentStart <= 1 and 0 < review <= severe <= 1.";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex CategoryName();
}

/// <summary>Where the maker of a model would cut its calibrated scores, in [0,1]. Policies decide; segments are cut here.</summary>
public sealed record ClassifierThresholds
{
    /// <summary>From here on a person should look.</summary>
    public required double Review { get; init; }

    /// <summary>From here on the model is rarely wrong.</summary>
    public required double Severe { get; init; }

    /// <summary>A segment begins where a frame reaches this.</summary>
    public required double SegmentStart { get; init; }

    /// <summary>A segment goes on, to both sides, while frames reach this.</summary>
    public required double SegmentEnd { get; init; }

    internal bool AreOrdered => SegmentEnd > 0 && SegmentEnd <= SegmentStart && SegmentStart <= 1 && Review > 0 && Review <= Severe && Severe <= 1;
}
