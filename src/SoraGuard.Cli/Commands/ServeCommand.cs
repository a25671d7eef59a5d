using System.CommandLine;
using Microsoft.Extensions.Hosting;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Server.Api;
using SoraGuard.Server.Hosting;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard serve</c>: the services.</summary>
internal static class ServeCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    public static Command Build()
    {
        var roles = new Option<string?>("--roles") { Description = $"Roles of this process, separated by commas (default: all): {string.Join(", ", Enum.GetValues<Roles>().Where(r => r is not (Roles.None or Roles.All))).ToLowerInvariant()}.", HelpName = "LIST" };
        var rabbit = new Option<string?>("--rabbitmq") { Description = "RabbitMQ to pass messages through, as amqp://user:password@host:5672/ (default: SORAGUARD__RABBITMQ, else in memory).", HelpName = "URI" };
        var url = new Option<string>("--url") { Description = "Address to serve on.", DefaultValueFactory = _ => DefaultUrl, HelpName = "URL" };
        var command = new Command("serve", "Run the services: OpenAI-compatible videos API, workers, health at /healthz/live and /healthz/ready.") { roles, rabbit, url };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = PipelineSettings.FromEnvironment();
            if (parsed.GetValue(rabbit) is { } address) settings = settings with { Transport = Transport.Parse(address) };
            var at = AddressOf(parsed.GetValue(url));
            var chosen = RoleNames.Parse(parsed.GetValue(roles));
            await using var resources = await PipelineResources.OpenAsync(settings, TimeProvider.System.GetUtcNow(), cancellation);
            await using var app = ServiceHost.BuildService(settings, resources, chosen, at, ApiKeys.Parse(Environment.GetEnvironmentVariable("SORAGUARD__APIKEYS")));
            await app.StartAsync(cancellation);
            Console.Error.WriteLine($"soraguard: serving {chosen.ToString().ToLowerInvariant()} on {at} (Ctrl-C stops)");
            await app.WaitForShutdownAsync(cancellation);
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <exception cref="FormatException">It is no address that can be served on.</exception>
    private static Uri AddressOf(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" })
            throw new FormatException($"'{text}' is no address to serve on: {DefaultUrl} is.");
        return address.Scheme == "http"
            ? address
            : throw new FormatException($"{text}: TLS is not served here, for there is no setting for a certificate. Serve on {DefaultUrl}, behind a proxy that ends TLS.");
    }
}
