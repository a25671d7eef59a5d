using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Server.Api;

namespace SoraGuard.Server.Hosting;

/// <summary>A process of the service: the pipeline's roles, and the HTTP surface where there is one.</summary>
public static class ServiceHost
{
    /// <summary>The pipeline without HTTP, as <c>soraguard create</c> runs it.</summary>
    /// <param name="verbose">Log at Information instead of Error.</param>
    public static IHost BuildEmbedded(PipelineSettings settings, PipelineResources resources, bool verbose)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        Log(builder.Logging, verbose ? LogLevel.Information : LogLevel.Error);
        builder.Services.AddSoraGuardPipeline(settings, resources, Roles.All & ~(Roles.Gateway | Roles.Console));
        return builder.Build();
    }

    /// <summary>The services of <c>soraguard serve</c>. Every process answers health checks; the gateway also serves the API.</summary>
    /// <exception cref="SettingsException">The address is reachable from elsewhere and no API key is set, or a key has a tier that the policy does not know.</exception>
    public static WebApplication BuildService(PipelineSettings settings, PipelineResources resources, Roles roles, Uri address, ApiKeys keys)
    {
        keys.RequireFor(address);
        keys.RequireTiers(resources.Policy.Tiers.Keys);
        var builder = WebApplication.CreateEmptyBuilder(new());
        Log(builder.Logging, LogLevel.Information);
        builder.WebHost.UseKestrelCore().UseUrls(address.ToString()).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = VideoForm.LongestBodyBytes);
        builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = VideoForm.LongestBodyBytes);
        builder.Services.AddRoutingCore();
        builder.Services.AddSoraGuardPipeline(settings, resources, roles);
        var app = builder.Build();
        app.UseMiddleware<ErrorObjects>();
        app.UseRouting();
        app.MapHealth();
        if (roles.HasFlag(Roles.Gateway))
        {
            app.UseApiKeys(keys);
            app.MapVideos();
        }
        return app;
    }

    private static void Log(ILoggingBuilder logging, LogLevel level)
    {
        // stdout belongs to results.
        logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(level);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // The bus reports as errors what the outbox repairs; the dispatcher says it once, as a warning.
        logging.AddFilter("MassTransit", LogLevel.Critical).AddFilter("Microsoft", LogLevel.Warning);
    }
}
