using Microsoft.ML.OnnxRuntime;

namespace SoraGuard.Inference.Tests.Runtime;

public class EnvironmentTests
{
    [Fact]
    public void Environment_KnowsItsVersionAndProviders()
    {
        var env = OrtEnv.Instance();

        Assert.True(OrtEnv.IsCreated);
        Assert.Same(env, OrtEnv.Instance());
        Assert.True(Version.Parse(env.GetVersionString()) >= new Version(1, 23));
        Assert.Equal("CPUExecutionProvider", env.GetAvailableProviders()[^1]);
    }

    [Fact]
    public void MemoryInfo_OfTheCpu()
    {
        var info = OrtMemoryInfo.DefaultInstance;
        using var byName = new OrtMemoryInfo("Cpu", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Cpu);
        using var byBytes = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Cpu);

        Assert.Equal(("Cpu", 0, OrtAllocatorType.DeviceAllocator, OrtMemType.Cpu), (info.Name, info.Id, info.GetAllocatorType(), info.GetMemoryType()));
        Assert.Equal(info, byName);
        Assert.Equal(info.GetHashCode(), byName.GetHashCode());
        Assert.NotEqual(info, byBytes);
        Assert.False(info.Equals(null));
    }

    [Fact]
    public void MemoryInfo_RefusesUnknownAndUnterminatedNames()
    {
        Assert.Throws<OnnxRuntimeException>(() => new OrtMemoryInfo("Nowhere", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default));
        Assert.Throws<ArgumentException>(() => new OrtMemoryInfo("Cpu"u8.ToArray(), OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default));
    }
}
