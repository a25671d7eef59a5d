using SoraGuard.Media.Labels;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>What was asked for. Made by <see cref="ClipRequestInput"/>, which checks it.</summary>
public sealed record ClipRequest
{
    /// <summary>1 to <see cref="ClipRequestInput.LongestPrompt"/> UTF-16 units.</summary>
    public required string Prompt { get; init; }

    /// <summary>Length of the new material, 1 to 60.</summary>
    public required int Seconds { get; init; }

    public required FrameSize Size { get; init; }

    /// <summary>ISO 3166-1 or -2 code of the place whose rules apply; null when unknown.</summary>
    public string? Region { get; init; }

    /// <summary>The day or instant the policy is asked about (ISO 8601), when it is not now.</summary>
    public string? At { get; init; }

    public required string Tier { get; init; }

    /// <summary>Rules of the visible label.</summary>
    public required LabelProfile Label { get; init; }

    /// <summary>Seed of the generator: the same request with the same seed gives the same frames on the same provider.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Name the caller gave for the model; the embedded one serves every name.</summary>
    public required string Model { get; init; }

    /// <summary>The still image that the clip starts from.</summary>
    public Sha256Digest? InputImage { get; init; }

    /// <summary>The clip that is extended.</summary>
    public Sha256Digest? InputClip { get; init; }
}

/// <summary>Picture size in pixels.</summary>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>The sizes clips are delivered in; the first is the default.</summary>
    public static IReadOnlyList<FrameSize> Supported { get; } =
    [
        new(1280, 720), new(720, 1280), new(1920, 1080), new(1080, 1920), new(1792, 1024), new(1024, 1792), new(1024, 1024), new(854, 480), new(640, 360),
    ];

    public override string ToString() => $"{Width}x{Height}";
}
