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

    public static IResult Unauthorized() =>
        Result(StatusCodes.Status401Unauthorized, "Missing or wrong API key: send 'Authorization: Bearer KEY'.", "invalid_api_key", null);

    private static IResult Result(int status, string message, string code, string? param) =>
        Results.Json(new { error = new { message, type = "invalid_request_error", param, code } }, statusCode: status);
}
