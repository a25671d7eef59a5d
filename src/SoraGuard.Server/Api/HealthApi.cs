using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace SoraGuard.Server.Api;

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: database and broker answer too.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => Results.Ok(new { status = "live" }));
        routes.MapGet("/healthz/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource database, IBusControl bus, CancellationToken cancellation)
    {
        var (databaseState, busState) = (await DatabaseAsync(database, cancellation), bus.CheckHealth().Status == BusHealthStatus.Healthy);
        var answer = new { status = databaseState && busState ? "ready" : "not ready", database = databaseState, broker = busState };
        return databaseState && busState ? Results.Ok(answer) : Results.Json(answer, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> DatabaseAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
