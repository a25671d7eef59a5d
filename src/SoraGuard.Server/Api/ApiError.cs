using Microsoft.AspNetCore.Http;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Server.Api;

/// <summary>Errors in the shape the OpenAI SDKs read: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal static class ApiError
{
    public static IResult NotFound(string id) => Result(StatusCodes.Status404NotFound, $"No video '{id}'.", "video_not_found", "video_id");

    public static IResult NotReleased(string id, string status) =>
        Result(StatusCodes.Status404NotFound, $"Video '{id}' is {status}: its content is there once it is released.", "video_not_released", "video_id");

    public static IResult Invalid(InvalidClipRequestException e) =>
        Result(StatusCodes.Status400BadRequest, e.Message, "invalid_value", e.Problems[0].Field);

    public static IResult Invalid(string message, string? param) => Result(StatusCodes.Status400BadRequest, message, "invalid_value", param);

    /// <summary>
    /// A refusal is 400, and says not to try again: the SDKs retry 409, 429 and 5xx, which would look like an attack.
    /// </summary>
    public static IResult Refused(HttpContext context, string message)
    {
        context.Response.Headers["x-should-retry"] = "false";
        return Result(StatusCodes.Status400BadRequest, message, "moderation_blocked", "prompt");
    }

    /// <summary>A tier comes with the key: a request may name its own and no other.</summary>
    public static IResult WrongTier(string own) =>
        Result(StatusCodes.Status403Forbidden, $"This caller is of the tier '{own}': leave 'tier' out, or call with a key of the other tier.", "tier_not_allowed", "tier");

    public static IResult Unauthorized() =>
        Result(StatusCodes.Status401Unauthorized, "Missing or wrong API key: send 'Authorization: Bearer KEY'.", "invalid_api_key", null);

    /// <summary>A request that went wrong before or outside its handler.</summary>
    public static IResult Of(int status, string message) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => Result(status, message, "request_too_large", null),
        StatusCodes.Status404NotFound => Result(status, message, "unknown_url", null),
        StatusCodes.Status405MethodNotAllowed => Result(status, message, "method_not_allowed", null),
        >= 500 => Result(status, message, status == StatusCodes.Status503ServiceUnavailable ? "service_unavailable" : "internal_error", null, "server_error"),
        _ => Result(status, message, "invalid_request", null),
    };

    private static IResult Result(int status, string message, string code, string? param, string type = "invalid_request_error") =>
        Results.Json(new { error = new { message, type, param, code } }, statusCode: status);
}
