using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Server.Api;

/// <summary>The OpenAI Videos API, as far as it goes today: create, list, retrieve, content.</summary>
internal static class VideosApi
{
    private const int DefaultPage = 20, LongestPage = 100;
    private const string PollHeader = "openai-poll-after-ms";
    private static readonly TimeSpan ScreeningPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ScreeningPause = TimeSpan.FromMilliseconds(25);

    public static void MapVideos(this IEndpointRouteBuilder routes)
    {
        var videos = routes.MapGroup("/v1/videos");
        videos.MapPost("", CreateAsync).DisableAntiforgery();
        videos.MapGet("", ListAsync);
        videos.MapGet("{id}", FindAsync);
        videos.MapGet("{id}/content", ContentAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ClipAdmission admission, ClipStore clips, InputReader inputs, CancellationToken cancellation)
    {
        var (form, tier) = (await VideoForm.ReadAsync(context.Request, cancellation), ApiCaller.Of(context).Tier);
        if (!string.IsNullOrWhiteSpace(form.Input.Tier) && form.Input.Tier != tier) return ApiError.WrongTier(tier);
        var request = (form.Input with { Tier = tier }).Check(Seeds.New());
        if (form.Reference is { } file)
        {
            await using var image = file.OpenReadStream();
            request = request with { InputImage = await inputs.TakeImageAsync(image, cancellation) };
        }
        var admitted = await admission.AdmitAsync(request, cancellation);
        var clip = await ScreenedAsync(clips, admitted.Id, cancellation);
        return clip.State is { Status: ClipStatus.Refused, Reason: { } reason }
            ? ApiError.Refused(context, $"Your request was blocked by our moderation system. {reason.Message}")
            : Results.Ok(VideoObject.From(clip));
    }

    /// <summary>Waits a moment for the verdict on the prompt, so that a refusal is the answer to the request.</summary>
    private static async Task<ClipRecord> ScreenedAsync(ClipStore clips, ClipId id, CancellationToken cancellation)
    {
        var deadline = DateTimeOffset.UtcNow + ScreeningPatience;
        while (true)
        {
            var clip = await clips.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Clip {id} was admitted and is not there.");
            if (clip.State.Status != ClipStatus.Screening || DateTimeOffset.UtcNow > deadline) return clip;
            await Task.Delay(ScreeningPause, cancellation);
        }
    }

    private static async Task<IResult> ListAsync(ClipStore clips, CancellationToken cancellation, [FromQuery(Name = "limit")] string? size = null, string order = "desc", string? after = null)
    {
        var limit = DefaultPage;
        if (size is not null && !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit > LongestPage)
            return ApiError.Invalid($"'limit' must be a whole number, 0 to {LongestPage}.", "limit");
        if (order is not ("asc" or "desc")) return ApiError.Invalid("'order' must be asc or desc.", "order");
        ClipId? start = null;
        if (after is not null)
        {
            if (!VideoObject.TryParseId(after, out var id)) return ApiError.NotFound(after);
            start = id;
        }
        var page = await clips.ListAsync(limit + 1, order == "desc", start, cancellation);
        return Results.Ok(new VideoList([.. page.Take(limit).Select(VideoObject.From)], page.Count > limit));
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, ClipStore clips, CancellationToken cancellation)
    {
        if (!VideoObject.TryParseId(id, out var clipId) || await clips.FindAsync(clipId, cancellation) is not { } clip) return ApiError.NotFound(id);
        if (!clip.State.IsAtRest) context.Response.Headers[PollHeader] = "1000";
        if (clip.State.Status == ClipStatus.Held) context.Response.Headers[PollHeader] = "30000";
        return Results.Ok(VideoObject.From(clip));
    }

    private static async Task<IResult> ContentAsync(string id, ClipStore clips, BlobStore blobs, CancellationToken cancellation, string variant = "video")
    {
        if (variant != "video") return ApiError.Invalid("'variant' must be video: nothing else is served.", "variant");
        if (!VideoObject.TryParseId(id, out var clipId) || await clips.FindAsync(clipId, cancellation) is not { } clip) return ApiError.NotFound(id);
        // The guarded row says what may be handed out, not the clip's own state.
        if (await clips.FindReleaseAsync(clipId, cancellation) is not { Content: var content }) return ApiError.NotReleased(id, clip.State.Status.ToString().ToLowerInvariant());
        return Results.Stream(await blobs.OpenAsync(content, cancellation), "video/mp4", $"{VideoObject.IdPrefix}{clipId}.mp4", clip.UpdatedAt, new EntityTagHeaderValue($"\"{content}\""), enableRangeProcessing: true);
    }
}
