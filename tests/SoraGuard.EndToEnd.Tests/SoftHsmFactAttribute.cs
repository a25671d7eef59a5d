using System.Diagnostics;

namespace SoraGuard.EndToEnd.Tests;

/// <summary>Needs SoftHSM2, a PKCS#11 module without hardware.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoftHsmFactAttribute : FactAttribute
{
    public SoftHsmFactAttribute() => Skip = Module is null ? "needs SoftHSM2: apt-get install -y softhsm2" : OpenSslAuthority.ReasonToSkip;

    public static string? Module { get; } = new[] { "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so" }.FirstOrDefault(File.Exists);

    public static async Task UtilAsync(string configuration, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("softhsm2-util", arguments) { RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["SOFTHSM2_CONF"] = configuration } })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
