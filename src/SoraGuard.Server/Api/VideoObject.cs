using System.Globalization;
using System.Text.Json.Serialization;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Server.Api;

/// <summary>
/// The Video object of the OpenAI Videos API (openai-openapi f85dbe22): all 13 keys are always present, null where there is no value.
/// <c>soraguard</c> is ours; SDKs keep or ignore it.
/// </summary>
public sealed record VideoObject
{
    public const string IdPrefix = "video_";

    public required string Id { get; init; }

    public string Object { get; } = "video";

    public required string Model { get; init; }

    /// <summary><c>queued</c>, <c>in_progress</c>, <c>completed</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Progress { get; init; }

    [JsonPropertyName("created_at")]
    public required long CreatedAt { get; init; }

    [JsonPropertyName("completed_at")]
    public required long? CompletedAt { get; init; }

    [JsonPropertyName("expires_at")]
    public long? ExpiresAt { get; }

    public required string Prompt { get; init; }

    public required string Size { get; init; }

    public required string Seconds { get; init; }

    [JsonPropertyName("remixed_from_video_id")]
    public string? RemixedFromVideoId { get; }

    public required VideoError? Error { get; init; }

    public required VideoExtension SoraGuard { get; init; }

    public static VideoObject From(ClipRecord clip)
    {
        var (state, request) = (clip.State, clip.Request);
        return new()
        {
            Id = IdPrefix + state.Id,
            Model = request.Model,
            Status = StatusOf(state.Status),
            Progress = ProgressOf(state.Status, clip.Progress),
            CreatedAt = clip.CreatedAt.ToUnixTimeSeconds(),
            CompletedAt = state.Status == ClipStatus.Released ? clip.UpdatedAt.ToUnixTimeSeconds() : null,
            Prompt = request.Prompt,
            Size = request.Size.ToString(),
            Seconds = request.Seconds.ToString(CultureInfo.InvariantCulture),
            Error = ErrorOf(state),
            SoraGuard = new(state.Status == ClipStatus.Held ? "human_review" : state.Status.ToString().ToLowerInvariant(), state.Policy.ToString(), state.Reason?.Rules ?? [], state.ManifestId),
        };
    }

    /// <summary>The id in a URL, with or without the prefix.</summary>
    public static bool TryParseId(string text, out ClipId id) =>
        ClipId.TryParse(text.StartsWith(IdPrefix, StringComparison.Ordinal) ? text.AsSpan(IdPrefix.Length) : text, out id);

    private static string StatusOf(ClipStatus status) => status switch
    {
        ClipStatus.Screening => "queued",
        ClipStatus.Released => "completed",
        ClipStatus.Refused or ClipStatus.Failed => "failed",
        _ => "in_progress",
    };

    // What each stage weighs in the whole, as measured on a 4 s clip; a held clip stands at 95.
    private static int ProgressOf(ClipStatus status, float share) => status switch
    {
        ClipStatus.Screening => 0,
        ClipStatus.Generating => 5 + (int)(45 * share),
        ClipStatus.Inspecting => 50 + (int)(10 * share),
        ClipStatus.Marking => 60 + (int)(25 * share),
        ClipStatus.Signing => 85,
        ClipStatus.Verifying => 90 + (int)(9 * share),
        ClipStatus.Held => 95,
        ClipStatus.Released => 100,
        _ => 0,
    };

    private static VideoError? ErrorOf(ClipState state) => state.Status switch
    {
        ClipStatus.Refused => new("moderation_blocked", state.Reason!.Message), // refused and failed clips have a reason
        // What the verifier found is for the operator: it names files of this machine.
        ClipStatus.Failed when state.Reason!.Code == "release_not_verified" => new(state.Reason.Code, "The finished clip did not pass the service's own verification, so it is not released."),
        ClipStatus.Failed => new(state.Reason!.Code, state.Reason.Message),
        _ => null,
    };
}

/// <summary>Why a video failed.</summary>
public sealed record VideoError(string Code, string Message);

/// <summary>What SoraGuard adds to the Video object.</summary>
public sealed record VideoExtension(string Stage, string Policy, IReadOnlyList<string> Rules, string? Manifest);

/// <summary>A page of videos.</summary>
public sealed record VideoList(IReadOnlyList<VideoObject> Data, [property: JsonPropertyName("has_more")] bool HasMore)
{
    public string Object { get; } = "list";

    [JsonPropertyName("first_id")]
    public string? FirstId => Data.Count == 0 ? null : Data[0].Id;

    [JsonPropertyName("last_id")]
    public string? LastId => Data.Count == 0 ? null : Data[^1].Id;
}
