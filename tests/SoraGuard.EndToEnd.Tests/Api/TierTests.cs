using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using SoraGuard.Pipeline.Storage;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Api;

/// <summary>The tier comes with the key, whatever the request says.</summary>
[Trait("Category", "Integration")]
public sealed class TierTests
{
    private const string Public = "a-public-key-of-enough-length", Artist = "an-artist-key-of-enough-length";

    [Fact]
    public async Task A_key_has_its_tier_and_no_other()
    {
        using var program = new Soraguard();
        program.Set("APIKEYS", $"{Public},{Artist}:artist");
        using var client = new HttpClient { BaseAddress = new(Soraguard.FreeUrl()) };
        using var service = program.Serve(client.BaseAddress.ToString());
        try
        {
            await Soraguard.ReadyAsync(client.BaseAddress.ToString());

            Assert.Equal((HttpStatusCode.OK, null), await PostAsync(client, Public, new { prompt = "a red boat", seconds = "1" }));
            Assert.Equal((HttpStatusCode.OK, null), await PostAsync(client, Artist, new { prompt = "a red boat", seconds = "1", tier = "artist" }));
            Assert.Equal((HttpStatusCode.Forbidden, "tier_not_allowed"), await PostAsync(client, Public, new { prompt = "a red boat", tier = "artist" }));
            Assert.Equal((HttpStatusCode.Forbidden, "tier_not_allowed"), await PostAsync(client, Artist, new { prompt = "a red boat", tier = "public" }));
            Assert.Equal((HttpStatusCode.Forbidden, "tier_not_allowed"), await PostAsync(client, Public, new { prompt = "a red boat", tier = "PUBLIC" }));
            Assert.Equal(["artist", "public"], await TiersAsync(program));
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_key_of_an_unknown_tier_is_refused_at_start()
    {
        using var program = new Soraguard();
        program.Set("APIKEYS", $"{Public}:royal");

        var run = await program.RunAsync("serve", "--url", Soraguard.FreeUrl());

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'royal'", run.Errors);
        Assert.DoesNotContain(Public, run.Errors);
    }

    private static async Task<(HttpStatusCode, string?)> PostAsync(HttpClient client, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", key);
        var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error.GetProperty("code").GetString() : null);
    }

    /// <summary>What stands in the requests that were admitted.</summary>
    private static async Task<IReadOnlyList<string>> TiersAsync(Soraguard program)
    {
        var storage = new StorageOptions { DataFolder = program.Data, MigrationsFolder = Path.Combine(SharedData.RepositoryRoot, "migrations") };
        await using var database = await Database.OpenAsync(storage, CancellationToken.None);
        await using var connection = await database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>("select request ->> 'tier' from clip order by 1")];
    }
}
