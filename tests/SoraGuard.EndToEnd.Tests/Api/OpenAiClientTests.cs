using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests.Api;

/// <summary>The official npm client drives the service, unchanged.</summary>
[Trait("Category", "Integration")]
public sealed class OpenAiClientTests
{
    private const string Key = "a-test-key-that-is-long-enough";

    [PeerFact]
    public async Task The_openai_client_creates_polls_downloads_and_is_refused()
    {
        using var program = new Soraguard();
        program.Set("APIKEYS", Key);
        var url = Soraguard.FreeUrl();
        using var service = program.Serve(url);
        try
        {
            await Soraguard.ReadyAsync(url);
            var clip = Path.Combine(program.Data, "downloaded.mp4");

            var seen = await Peers.NodeAsync("openai-videos.mjs", url + "/v1", Key, clip);

            AssertVideoObject(seen.GetProperty("created"));
            Assert.Equal(("completed", 100), (seen.GetProperty("video").GetProperty("status").GetString(), seen.GetProperty("video").GetProperty("progress").GetInt32()));
            Assert.Equal("video/mp4", seen.GetProperty("contentType").GetString());
            Assert.Equal([seen.GetProperty("created").GetProperty("id").GetString()], seen.GetProperty("listed").EnumerateArray().Select(i => i.GetString()));
            AssertError(seen.GetProperty("early"), 404, "video_not_released");
            AssertError(seen.GetProperty("refused"), 400, "moderation_blocked");
            AssertError(seen.GetProperty("empty"), 400, "invalid_value");
            AssertError(seen.GetProperty("missing"), 404, "video_not_found");
            AssertError(seen.GetProperty("wrongKey"), 401, "invalid_api_key");
            Assert.Equal(0, (await program.RunAsync("verify", clip)).ExitCode);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    private static void AssertVideoObject(JsonElement video)
    {
        string[] keys = ["id", "object", "model", "status", "progress", "created_at", "completed_at", "expires_at", "prompt", "size", "seconds", "remixed_from_video_id", "error"];
        Assert.Empty(keys.Except(video.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(("video", "sora-2", "4", "1280x720"), (video.GetProperty("object").GetString(), video.GetProperty("model").GetString(), video.GetProperty("seconds").GetString(), video.GetProperty("size").GetString()));
    }

    private static void AssertError(JsonElement error, int status, string code) =>
        Assert.Equal((status, code), (error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString()));
}
