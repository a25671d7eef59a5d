using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SoraGuard.Server.Api;

/// <summary>Who calls: known by the key alone, never by what the request says.</summary>
internal sealed record ApiCaller(string Tier)
{
    public static ApiCaller Of(HttpContext context) => context.Features.GetRequiredFeature<ApiCaller>();
}

internal static class ApiCallerMiddleware
{
    /// <summary>Refuses calls to /v1 without an accepted key; the others have an <see cref="ApiCaller"/> from here on.</summary>
    public static void UseApiKeys(this IApplicationBuilder app, ApiKeys keys) => app.Use(async (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/v1"))
            await next(context);
        else if (keys.TierOf(context.Request.Headers.Authorization) is { } tier)
        {
            context.Features.Set(new ApiCaller(tier));
            await next(context);
        }
        else
            await ApiError.Unauthorized().ExecuteAsync(context);
    });
}
