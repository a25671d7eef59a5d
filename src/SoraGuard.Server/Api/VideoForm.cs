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

    private const string NoBody = "The body must be a JSON object (application/json) or a multipart form, in UTF-8.";

    /// <exception cref="InvalidClipRequestException">The body is no form and no JSON object, or a field has the wrong type.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large, or the connection broke off.</exception>
    public static Task<VideoForm> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        request.HasFormContentType ? ReadFormAsync(request, cancellation) : ReadJsonAsync(request, cancellation);

    private static async Task<VideoForm> ReadFormAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            var form = await request.ReadFormAsync(cancellation);
            return new(Read(name => form.TryGetValue(name, out var value) ? value.ToString() : null), form.Files.GetFile("input_reference"));
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException) // no boundary, or another than the body's; a part too large
        {
            throw Wrong("body", $"The form cannot be read: {e.Message}");
        }
    }

    private static async Task<VideoForm> ReadJsonAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw Wrong("body", NoBody);
            return new(Read(name => TextOf(json.RootElement, name)), null);
        }
        catch (JsonException)
        {
            throw Wrong("body", NoBody);
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

    private static string? TextOf(JsonElement body, string name)
    {
        try
        {
            return !body.TryGetProperty(name, out var value) ? null : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.Null => null,
                _ => throw Wrong(name, $"'{name}' must be a string."),
            };
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are no UTF-8
        {
            throw Wrong(name, $"'{name}' is no Unicode text: send UTF-8, and escaped surrogates in pairs.");
        }
    }

    private static int? Whole(string? text) =>
        string.IsNullOrEmpty(text) ? null : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong("seconds", "'seconds' must be a whole number.");

    private static ulong? Seed(string? text) =>
        string.IsNullOrEmpty(text) ? null : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong("seed", "'seed' must be a whole number, 0 or more.");

    private static InvalidClipRequestException Wrong(string field, string message) => new([new(field, message)]);
}
