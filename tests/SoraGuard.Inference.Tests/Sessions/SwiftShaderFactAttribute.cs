namespace SoraGuard.Inference.Tests.Sessions;

/// <summary>A test that runs WebGPU on SwiftShader, the software Vulkan driver that Debian's chromium package carries.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SwiftShaderFactAttribute : FactAttribute
{
    public const string Driver = "/usr/lib/chromium/vk_swiftshader_icd.json";

    public SwiftShaderFactAttribute()
    {
        if (!File.Exists(Driver))
            Skip = $"needs SwiftShader: {Driver} is absent (Debian: apt-get install --no-install-recommends chromium)";
    }
}
