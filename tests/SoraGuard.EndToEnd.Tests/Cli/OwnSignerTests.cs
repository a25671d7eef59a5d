using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Clips signed with the operator's own certificate and time-stamped by an authority, OpenSSL's.</summary>
[Trait("Category", "Integration")]
public sealed class OwnSignerTests : IDisposable
{
    private static readonly string[] Create = ["create", "a red paper boat sails left across a stormy sea", "--seconds", "1", "--size", "640x360", "--json"];

    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [OpenSslFact]
    public async Task A_clip_is_signed_with_the_own_certificate_and_time_stamped()
    {
        using var authority = new OpenSslAuthority();
        UseOwnSigner(authority);
        UseTimeStamps(authority.Url, authority);

        var run = await program.RunAsync([.. Create, "-o", Clip]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(1, authority.Requests);
        var validated = (await program.RunAsync("c2pa", "validate", Clip, "--json")).Json;
        Assert.Equal(("Trusted", "Studio signer"), (validated.GetProperty("state").GetString(), validated.GetProperty("issuer").GetString()));
        Assert.InRange(validated.GetProperty("time").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1));
        var verified = (await program.RunAsync("verify", Clip, "--json")).Json;
        Assert.Equal(("ai-generated", true, true), (verified.GetProperty("verdict").GetString(), verified.GetProperty("ours").GetBoolean(), verified.GetProperty("intact").GetBoolean()));
        Assert.True(verified.GetProperty("evidence")[0].GetProperty("detail").GetProperty("signedByUs").GetBoolean());
        await AssertAnchorsAreSeparateAsync(authority);
        await AssertTheOldCertificateIsRememberedAsync();
    }

    /// <summary>Whoever vouches for signers does not thereby vouch for time-stamps, and the other way round.</summary>
    private async Task AssertAnchorsAreSeparateAsync(OpenSslAuthority authority)
    {
        using var elsewhere = new Soraguard();
        await elsewhere.RunAsync("c2pa", "sign", authority.RootPath, "--sidecar", "-o", Path.Combine(elsewhere.Data, "any.c2pa")); // makes a root that vouches for neither
        var both = (await elsewhere.RunAsync("c2pa", "validate", Clip, "--trust", authority.RootPath, "--json")).Json;
        var signer = (await elsewhere.RunAsync("c2pa", "validate", Clip, "--trust", authority.RootPath, "--tsa-trust", elsewhere.RootCertificate, "--json")).Json;
        var stamp = (await elsewhere.RunAsync("c2pa", "validate", Clip, "--trust", elsewhere.RootCertificate, "--tsa-trust", authority.RootPath, "--json")).Json;
        var verified = (await elsewhere.RunAsync("verify", Clip, "--trust", authority.RootPath, "--tsa-trust", elsewhere.RootCertificate, "--json")).Json;

        Assert.Equal(("Trusted", JsonValueKind.String), (both.GetProperty("state").GetString(), both.GetProperty("time").ValueKind));
        Assert.Equal(("Trusted", JsonValueKind.Null), (signer.GetProperty("state").GetString(), signer.GetProperty("time").ValueKind));
        Assert.Equal(("Valid", JsonValueKind.String), (stamp.GetProperty("state").GetString(), stamp.GetProperty("time").ValueKind));
        Assert.True(verified.GetProperty("evidence")[0].GetProperty("trusted").GetBoolean());
        Assert.Contains(verified.GetProperty("limits").EnumerateArray(), l => l.GetString()!.Contains("no trust anchor vouches for the signature's time-stamp", StringComparison.Ordinal));
    }

    private async Task AssertTheOldCertificateIsRememberedAsync()
    {
        using var renewed = new Soraguard(program.Data); // the same service, its certificate not set any more
        var verified = (await renewed.RunAsync("verify", Clip, "--json")).Json;

        Assert.True(verified.GetProperty("evidence")[0].GetProperty("detail").GetProperty("signedByUs").GetBoolean());
    }

    /// <summary>The authority does not answer: the stage is tried again, then the clip fails; nothing without a time-stamp gets out.</summary>
    [OpenSslFact]
    public async Task Without_the_authority_nothing_is_released_unless_that_is_allowed()
    {
        using var authority = new OpenSslAuthority();
        UseTimeStamps(Soraguard.FreeUrl(), authority);

        var failed = await program.RunAsync([.. Create, "-o", Clip]);
        var allowed = await program.Set("C2PA__TSAFAILURE", "sign-without").RunAsync([.. Create, "-o", Clip]);

        Assert.Equal((1, "failed", "stage_failed"), (failed.ExitCode, failed.Json.GetProperty("status").GetString(), failed.Json.GetProperty("reason").GetProperty("code").GetString()));
        Assert.DoesNotContain("ClipSigned", failed.Json.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("event").GetString()));
        Assert.Equal((0, JsonValueKind.Null), (allowed.ExitCode, (await program.RunAsync("c2pa", "validate", Clip, "--json")).Json.GetProperty("time").ValueKind));
        Assert.Contains((await program.RunAsync("status", "--json")).Json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("sign-without", StringComparison.Ordinal));
    }

    [OpenSslFact]
    public async Task A_file_signed_by_hand_without_a_time_stamp_says_so_and_never_what_the_address_hides()
    {
        using var authority = new OpenSslAuthority();
        var source = authority.PathOf("clip.mp4");
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x90:d=0.4:r=25", "-c:v", "libx264", "-pix_fmt", "yuv420p", source);
        UseTimeStamps(authority.Url, authority);
        var stamped = await program.RunAsync("c2pa", "sign", source, "-o", Clip, "--json");
        UseTimeStamps(Soraguard.FreeUrl() + "/tsa?token=hunter2", authority);
        var away = await program.RunAsync("c2pa", "sign", source, "-o", Clip, "--json");
        program.Set("C2PA__TSAFAILURE", "sign-without");
        var without = await program.RunAsync("c2pa", "sign", source, "-o", Clip, "--json");
        var status = await program.RunAsync("status");

        Assert.Equal((0, JsonValueKind.String, JsonValueKind.Null, ""), (stamped.ExitCode, stamped.Json.GetProperty("timeStamp").ValueKind, stamped.Json.GetProperty("timeStampFailure").ValueKind, stamped.Errors));
        Assert.Equal((2, 0, 0), (away.ExitCode, without.ExitCode, status.ExitCode));
        Assert.Equal(JsonValueKind.Null, without.Json.GetProperty("timeStamp").ValueKind);
        Assert.Contains("/tsa", without.Json.GetProperty("timeStampFailure").GetString(), StringComparison.Ordinal);
        Assert.Contains("signed without a time-stamp", without.Errors, StringComparison.Ordinal);
        Assert.Contains("/tsa", status.Output, StringComparison.Ordinal);
        Assert.All([away, without, status], run => Assert.DoesNotContain("hunter2", run.ToString(), StringComparison.Ordinal));
    }

    [OpenSslFact]
    public async Task A_certificate_that_is_none_for_signing_claims_is_refused_at_the_start()
    {
        using var authority = new OpenSslAuthority();
        program.Set("C2PA__CERT", authority.PathOf("tsa.pem")).Set("C2PA__KEY", authority.PathOf("tsa.key"));

        foreach (var command in new[] { [.. Create, "-o", Clip], new[] { "status" } })
        {
            var run = await program.RunAsync(command);

            Assert.True(run.ExitCode == 2 && run.Errors.Contains("none for signing claims", StringComparison.Ordinal), run.ToString());
        }
        Assert.False(File.Exists(Clip));
    }

    /// <summary>SoftHSM stands in for the module.</summary>
    [SoftHsmFact]
    public async Task The_key_may_be_in_a_hardware_module()
    {
        using var authority = new OpenSslAuthority();
        var (configuration, pin, source) = (authority.PathOf("softhsm2.conf"), authority.PathOf("pin"), authority.PathOf("clip.mp4"));
        Directory.CreateDirectory(authority.PathOf("tokens"));
        await File.WriteAllTextAsync(configuration, $"directories.tokendir = {authority.PathOf("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        await File.WriteAllTextAsync(pin, "73519462\n");
        await SoftHsmFactAttribute.UtilAsync(configuration, "--init-token", "--free", "--label", "studio", "--pin", "73519462", "--so-pin", "73519462");
        await SoftHsmFactAttribute.UtilAsync(configuration, "--import", authority.PathOf("signer.key"), "--token", "studio", "--label", "signer", "--id", "A1", "--pin", "73519462");
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x90:d=0.4:r=25", "-c:v", "libx264", "-pix_fmt", "yuv420p", source);
        program.SetVariable("SOFTHSM2_CONF", configuration).Set("C2PA__CERT", authority.PathOf("signer.pem")).Set("C2PA__PKCS11__MODULE", SoftHsmFactAttribute.Module!)
            .Set("C2PA__PKCS11__TOKEN", "studio").Set("C2PA__PKCS11__KEY", "signer").Set("C2PA__PKCS11__PINFILE", pin);

        var status = await program.RunAsync("status");
        var run = await program.RunAsync("c2pa", "sign", source, "-o", Clip);
        var refused = await program.Set("C2PA__PKCS11__KEY", "nobody's").RunAsync("status");

        Assert.True(status.ExitCode == 0 && status.Output.Contains("key 'signer' of token 'studio'", StringComparison.Ordinal), status.ToString());
        Assert.True(run.ExitCode == 0 && run.Output.Contains("Studio signer", StringComparison.Ordinal), run.ToString());
        Assert.Equal(0, (await program.RunAsync("c2pa", "validate", Clip)).ExitCode);
        Assert.True(refused.ExitCode == 2 && refused.Errors.Contains("nobody's", StringComparison.Ordinal) && !refused.Errors.Contains("73519462", StringComparison.Ordinal), refused.ToString());
    }

    [OpenSslFact]
    public async Task Status_says_who_signs_and_warns_of_the_development_authority()
    {
        var before = await program.RunAsync("status", "--json");
        using var authority = new OpenSslAuthority();
        UseOwnSigner(authority);
        UseTimeStamps(authority.Url, authority);
        var own = await program.RunAsync("status", "--json");

        Assert.Equal((0, true), (before.ExitCode, before.Json.GetProperty("signer").GetProperty("development").GetBoolean()));
        Assert.Contains(before.Json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("development authority", StringComparison.Ordinal));
        Assert.False(File.Exists(program.RootCertificate)); // asking makes none
        Assert.Equal((0, false), (own.ExitCode, own.Json.GetProperty("signer").GetProperty("development").GetBoolean()));
        Assert.Contains("Studio signer", own.Json.GetProperty("signer").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Empty(own.Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal(0, authority.Requests);
    }

    /// <summary>Said at once, not in the middle of a clip.</summary>
    [OpenSslFact]
    public async Task A_signer_that_cannot_sign_is_refused_at_the_start()
    {
        using var authority = new OpenSslAuthority();
        UseOwnSigner(authority);
        foreach (var (name, value, said) in new[]
        {
            ("C2PA__KEYPASSWORDFILE", authority.RootPath, "cannot be read"), // its first line is no password of this key
            ("C2PA__KEY", authority.PathOf("tsa.key"), "cannot be"),
            ("C2PA__KEY", "/nowhere.key", "/nowhere.key"),
            ("C2PA__CERT", authority.PathOf("tsa.pem"), "not that of the first certificate"),
        })
        {
            UseOwnSigner(authority);
            program.Set(name, value);

            foreach (var command in new[] { [.. Create, "-o", Clip], new[] { "status" } })
            {
                var run = await program.RunAsync(command);

                Assert.True(run.ExitCode == 2 && run.Errors.Contains(said, StringComparison.Ordinal), $"{name}={value}: {run}");
                Assert.DoesNotContain("secret", run.Errors, StringComparison.Ordinal);
            }
            Assert.False(File.Exists(Clip));
        }
    }

    private string Clip => Path.Combine(program.Data, "boat.mp4");

    private void UseOwnSigner(OpenSslAuthority authority) => program
        .Set("C2PA__CERT", authority.PathOf("signer.pem"))
        .Set("C2PA__KEY", authority.PathOf("signer-encrypted.key"))
        .Set("C2PA__KEYPASSWORDFILE", authority.PathOf("password"));

    private void UseTimeStamps(string url, OpenSslAuthority authority) => program.Set("C2PA__TSA", url).Set("TSATRUST", authority.RootPath);
}
