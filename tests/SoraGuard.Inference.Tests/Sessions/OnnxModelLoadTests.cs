using System.Security.Cryptography;
using SoraGuard.Inference.Sessions;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Sessions;

public sealed class OnnxModelLoadTests : IDisposable
{
    private static readonly OnnxModelOptions Cpu = new() { Provider = ExecutionProvider.Cpu };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soraguard-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Digest_ThatFits_IsAcceptedInAnyCase()
    {
        var digest = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(TestModels.Affine)));

        using var model = OnnxModel.Load(TestModels.Affine, Cpu with { ExpectedSha256 = digest });

        Assert.Equal(digest.ToLowerInvariant(), model.Sha256);
    }

    [Fact]
    public void Digest_OfAnotherFile_IsRefusedWithBothDigests()
    {
        var other = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(TestModels.Lookup)));

        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(TestModels.Affine, Cpu with { ExpectedSha256 = other }));

        Assert.Equal(TestModels.Affine, error.ModelPath);
        Assert.Contains($"expected was {other}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongOptions_AreAllReported()
    {
        var error = Assert.Throws<ArgumentException>(
            () => OnnxModel.Load(TestModels.Affine, new OnnxModelOptions { Provider = (ExecutionProvider)9, Threads = 0, ExpectedSha256 = "abc" }));

        Assert.All(["Provider is 9", "Threads is 0", "ExpectedSha256 is 'abc'"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("none.onnx")]
    [InlineData("no/such/folder.onnx")]
    public void MissingFile_IsNamed(string name)
    {
        var path = Path.Combine(_folder.FullName, name);

        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path, Cpu));

        Assert.Equal($"{path}: there is no such model file. Check the path, or fetch the model as its model card says.", error.Message);
    }

    [Fact]
    public void Folder_IsNoModel() => Assert.Throws<OnnxModelException>(() => OnnxModel.Load(_folder.FullName, Cpu));

    [Fact]
    public void EveryTruncation_IsCaughtByTheDigest_AndAlmostEveryOneWithout()
    {
        var whole = File.ReadAllBytes(TestModels.Affine);
        var options = Cpu with { ExpectedSha256 = Convert.ToHexString(SHA256.HashData(whole)) };

        var loaded = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            var path = Write(whole.AsSpan(0, length));
            Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path, options));
            loaded += TryLoad(path) ? 1 : 0;
        }

        // What ends between two fields of the outermost message is a message still: only the metadata is gone.
        Assert.InRange(loaded, 0, 4);
    }

    [Fact]
    public void EveryDamagedByte_IsCaughtByTheDigest()
    {
        var whole = File.ReadAllBytes(TestModels.Affine);
        var options = Cpu with { ExpectedSha256 = Convert.ToHexString(SHA256.HashData(whole)) };

        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            var path = Write(damaged);
            Assert.Contains("SHA-256", Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path, options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DamagedBytes_WithoutADigest_EndInAModelOrInATypedError()
    {
        var whole = File.ReadAllBytes(TestModels.Network);
        var draw = new Random(1);

        var refused = 0;
        for (var i = 0; i < 100; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var flips = 0; flips < 4; flips++)
                damaged[draw.Next(damaged.Length)] ^= (byte)(1 << draw.Next(8));
            var path = Write(damaged);
            refused += TryLoad(path) ? 0 : 1;
        }

        Assert.InRange(refused, 1, 99);
    }

    [Fact]
    public void WeightsOutsideTheFile_AreRefused_ThoughTheyAreThere()
    {
        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(TestModels.External, Cpu));

        Assert.True(File.Exists(Path.Combine(TestModels.Folder, "external.bin")));
        Assert.Contains("External data path does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancelledLoading_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => OnnxModel.Load(TestModels.Network, Cpu, stop.Token));
    }

    [Fact]
    public void UnavailableProvider_GivesWayToTheCpu_WithTheReason()
    {
        using var model = OnnxModel.Load(TestModels.Affine, new OnnxModelOptions { Provider = ExecutionProvider.Cuda });

        if (model.Provider == ExecutionProvider.Cuda)
            Assert.Empty(model.Refused);
        else
        {
            Assert.Equal((ExecutionProvider.Cpu, ExecutionProvider.Cuda), (model.Provider, model.Refused.Single().Provider));
            Assert.NotEmpty(model.Refused[0].Reason);
        }
    }

    private static bool TryLoad(string path)
    {
        try
        {
            OnnxModel.Load(path, Cpu).Dispose();
            return true;
        }
        catch (OnnxModelException e)
        {
            Assert.Equal(path, e.ModelPath);
            return false;
        }
    }

    private string Write(ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_folder.FullName, "model.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
