using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Server.Api;

/// <summary>The body of POST /v1/videos: multipart form or JSON, as the SDKs send either.</summary>
internal sealed record VideoForm(ClipRequestInput Input, IFormFile? Reference)
{
    /// <summary>Largest body that is read: a still image or a clip.</summary>
    public const long LongestBodyBytes = 64L << 20;

    /// <exception cref="InvalidClipRequestException">The body is no form and no JSON object, or a field has the wrong type.</exception>
    public static async Task<VideoForm> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancellation);
            return new(Read(name => form.TryGetValue(name, out var value) ? value.ToString() : null), form.Files.GetFile("input_reference"));
        }
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw Wrong("body", "The body must be a JSON object or a multipart form.");
            return new(Read(name => TextOf(json.RootElement, name)), null);
        }
        catch (JsonException)
        {
            throw Wrong("body", "The body must be a JSON object or a multipart form.");
        }
    }

    private static ClipRequestInput Read(Func<string, string?> field) => new()
    {
        Prompt = field("prompt"),
        Model = field("model"),
        Size = field("size"),
        Seconds = Whole(field("seconds")),
        Seed = Seed(field("seed")),
        Region = field("region"),
        Tier = field("tier"),
        Label = field("label"),
    };

    private static string? TextOf(JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw Wrong(name, $"'{name}' must be a string."),
    };

    private static int? Whole(string? text) =>
        string.IsNullOrEmpty(text) ? null : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong("seconds", $"'{text}' is no whole number of seconds.");

    private static ulong? Seed(string? text) =>
        string.IsNullOrEmpty(text) ? null : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong("seed", $"'{text}' is no seed: a whole number from 0 is.");

    private static InvalidClipRequestException Wrong(string field, string message) => new([new(field, message)]);
}
