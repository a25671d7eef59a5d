using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests.Api;

/// <summary>What the official client does not do by itself: other bodies, wrong bodies, ranges, health.</summary>
[Trait("Category", "Integration")]
public sealed class VideosApiTests(VideosApiTests.Service service) : IClassFixture<VideosApiTests.Service>
{
    private HttpClient Client => service.Client;

    [Fact]
    public async Task Health_says_live_and_ready()
    {
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("/healthz/live")).StatusCode);
        var ready = await Client.GetFromJsonAsync<JsonElement>("/healthz/ready");
        Assert.Equal((true, true), (ready.GetProperty("database").GetBoolean(), ready.GetProperty("broker").GetBoolean()));
    }

    [Fact]
    public async Task A_still_image_in_a_multipart_form_is_set_in_motion()
    {
        var image = Path.Combine(service.Program.Data, "still.png");
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "color=skyblue:s=320x180", "-frames:v", "1", image);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a red boat moves left on the sea"), "prompt" }, { new StringContent("1"), "seconds" }, { new StringContent("640x360"), "size" },
        };
        var part = new ByteArrayContent(await File.ReadAllBytesAsync(image));
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(part, "input_reference", "still.png");

        var video = await RestAsync(await ReadAsync(await Client.PostAsync("/v1/videos", form), HttpStatusCode.OK));

        Assert.True(video.GetProperty("status").GetString() == "completed", video.ToString());
        var head = await Client.SendAsync(new(HttpMethod.Get, $"/v1/videos/{video.GetProperty("id").GetString()}/content") { Headers = { Range = new(0, 99) } });
        Assert.Equal((HttpStatusCode.PartialContent, 100L), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.NotNull(head.Headers.ETag);
        AssertError(await ReadAsync(await Client.GetAsync($"/v1/videos/{video.GetProperty("id").GetString()}/content?variant=thumbnail"), HttpStatusCode.BadRequest), "variant");
    }

    [Theory]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("""{"prompt": 7, "seconds": "four"}""", "seconds")]
    [InlineData("""{"prompt": ["a"]}""", "prompt")]
    [InlineData("""{"prompt": "a boat", "seconds": "61"}""", "seconds")]
    [InlineData("""{"prompt": "a boat", "size": "1x1"}""", "size")]
    [InlineData("""{"prompt": "a boat \ud800"}""", "prompt")]
    [InlineData("""{"prompt": "a boat \u0000"}""", "prompt")]
    [InlineData("""{"prompt": "a boat", "model": "\u0000"}""", "model")]
    [InlineData("""{"\ud800": 1, "prompt": "\udc00"}""", "prompt")]
    [InlineData("""{"prompt": "a boat", "seed": "-1"}""", "seed")]
    public async Task A_body_that_cannot_be_taken_names_the_field(string body, string param) =>
        AssertError(await ReadAsync(await Client.PostAsync("/v1/videos", new StringContent(body, Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest), param);

    [Fact]
    public async Task An_image_that_is_none_is_refused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("a boat"), "prompt" } };
        form.Add(new ByteArrayContent("no picture"u8.ToArray()), "input_reference", "still.png");

        AssertError(await ReadAsync(await Client.PostAsync("/v1/videos", form), HttpStatusCode.BadRequest), "image");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused() =>
        AssertError(await ReadAsync(await PostAsync([.. "{\"prompt\": \"a boat "u8, 0xC3, 0x28, .. "\"}"u8], "application/json"), HttpStatusCode.BadRequest), "prompt");

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=another")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_that_cannot_be_taken_apart_is_refused(string type) =>
        AssertError(await ReadAsync(await PostAsync([.. "--x\r\nContent-Disposition: form-data; name=prompt\r\n\r\na boat"u8], type), HttpStatusCode.BadRequest), "body");

    [Fact]
    public async Task A_name_that_is_too_long_is_neither_taken_nor_repeated()
    {
        var error = await ReadAsync(await Client.PostAsJsonAsync("/v1/videos", new { prompt = "a boat", model = new string('m', 100_000) }), HttpStatusCode.BadRequest);

        AssertError(error, "model");
        Assert.InRange(error.ToString().Length, 1, 1000);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = new ByteArrayContent(new byte[(64 << 20) + 1]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;

        var error = await ReadAsync(await Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("request_too_large", error.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_method_that_is_not_served_is_refused()
    {
        var response = await Client.DeleteAsync("/v1/videos");

        Assert.Equal("method_not_allowed", (await ReadAsync(response, HttpStatusCode.MethodNotAllowed)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
        Assert.NotEmpty(response.Headers.GetValues("x-request-id"));
    }

    [Fact]
    public async Task The_open_api_is_of_the_public_tier()
    {
        var video = await ReadAsync(await Client.PostAsJsonAsync("/v1/videos", new { prompt = "a red boat", seconds = "1", size = "640x360", tier = "public" }), HttpStatusCode.OK);
        var refused = await ReadAsync(await Client.PostAsJsonAsync("/v1/videos", new { prompt = "a red boat", seconds = "1", tier = "artist" }), HttpStatusCode.Forbidden);

        Assert.Equal("video", video.GetProperty("object").GetString());
        AssertError(refused, "tier");
        Assert.Equal("tier_not_allowed", refused.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_refusal_says_not_to_try_again()
    {
        var response = await Client.PostAsJsonAsync("/v1/videos", new { prompt = "a candidate in the US presidential race confesses to fraud, leaked phone video" });

        Assert.Equal(["false"], response.Headers.GetValues("x-should-retry"));
        Assert.Equal("moderation_blocked", (await ReadAsync(response, HttpStatusCode.BadRequest)).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/v1/videos?limit=101", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?limit=abc", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?limit=-1", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?limit=%00", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?order=random", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?after=%00", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos?after=nothing", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos/video_zz", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos/../../etc/passwd", HttpStatusCode.NotFound)]
    public async Task A_question_that_cannot_be_answered(string path, HttpStatusCode status)
    {
        var error = (await ReadAsync(await Client.GetAsync(path), status)).GetProperty("error");

        Assert.All(["message", "type", "param", "code"], key => Assert.True(error.TryGetProperty(key, out _), error.ToString()));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_served_beyond_this_machine()
    {
        var run = await service.Program.RunAsync("serve", "--url", "http://0.0.0.0:0");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SORAGUARD__APIKEYS", run.Errors);
    }

    private async Task<JsonElement> RestAsync(JsonElement video)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (video.GetProperty("status").GetString() is "queued" or "in_progress")
        {
            await Task.Delay(300, deadline.Token);
            video = await Client.GetFromJsonAsync<JsonElement>($"/v1/videos/{video.GetProperty("id").GetString()}", deadline.Token);
        }
        return video;
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Client.PostAsync("/v1/videos", content);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static void AssertError(JsonElement body, string param) => Assert.Equal(param, body.GetProperty("error").GetProperty("param").GetString());

    /// <summary>One running service without keys, on the loopback address.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private Process? process;

        internal Soraguard Program { get; } = new();

        internal HttpClient Client { get; } = new();

        public async Task InitializeAsync()
        {
            Client.BaseAddress = new(Soraguard.FreeUrl());
            process = Program.Serve(Client.BaseAddress.ToString());
            await Soraguard.ReadyAsync(Client.BaseAddress.ToString());
        }

        public Task DisposeAsync()
        {
            process!.Kill(entireProcessTree: true);
            process.Dispose();
            Client.Dispose();
            Program.Dispose();
            return Task.CompletedTask;
        }
    }
}
