using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Server.Api;

/// <summary>
/// The last word on every request: whatever it ends in, the caller gets an error object. What went wrong inside is logged under the request's id
/// and not told outside.
/// </summary>
internal sealed partial class ErrorObjects(RequestDelegate next, ILogger<ErrorObjects> log)
{
    private const string RequestIdHeader = "x-request-id";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[RequestIdHeader] = context.TraceIdentifier;
        IResult? answer;
        try
        {
            await next(context);
            answer = OfBareStatus(context.Response);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody listens any more
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            answer = Of(e, context);
        }
        if (answer is not null) await answer.ExecuteAsync(context);
    }

    /// <summary>What routing and binding refuse has a status and no body.</summary>
    private static IResult? OfBareStatus(HttpResponse response)
    {
        if (response is not { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest and var status, ContentType: null }) return null;
        return ApiError.Of(status, status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address.",
            StatusCodes.Status405MethodNotAllowed => $"This address answers {response.Headers.Allow} only.",
            _ => $"The request cannot be answered: {ReasonPhrases.GetReasonPhrase(status)}.",
        });
    }

    private IResult Of(Exception fault, HttpContext context)
    {
        context.Response.Clear();
        context.Response.Headers[RequestIdHeader] = context.TraceIdentifier;
        switch (fault)
        {
            case InvalidClipRequestException invalid:
                return ApiError.Invalid(invalid);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiError.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {VideoForm.LongestBodyBytes} bytes: send less.");
            case BadHttpRequestException bad:
                return ApiError.Of(bad.StatusCode, $"The request cannot be read: {bad.Message}");
            case NpgsqlException { IsTransient: true }:
                LogUnavailable(context.TraceIdentifier, fault.Message);
                return ApiError.Of(StatusCodes.Status503ServiceUnavailable, "The service cannot reach its database. Try again in a moment.");
            default:
                LogFault(context.TraceIdentifier, fault);
                return ApiError.Of(StatusCodes.Status500InternalServerError, $"The service met a fault of its own. Its operator finds it in the log under {context.TraceIdentifier}.");
        }
    }

    [LoggerMessage(601, LogLevel.Error, "Request {RequestId} met a fault")]
    private partial void LogFault(string requestId, Exception fault);

    [LoggerMessage(602, LogLevel.Warning, "Request {RequestId}: the database does not answer: {Reason}")]
    private partial void LogUnavailable(string requestId, string reason);
}
