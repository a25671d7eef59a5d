using System.Runtime.InteropServices;
using System.Text.Json;
using SoraGuard.Inference.Generation;
using SoraGuard.Inference.Sessions;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Generation;

/// <summary>The C# sampler against PyTorch: same noise, same caption, same numbers. Written by training/generator/export.py.</summary>
public sealed class ReferenceTests : IDisposable
{
    private const float Tolerance = 2e-4f; // of latents with unit variance, after 4 guided steps; single precision in another order of sums

    private static readonly string ModelFolder = Path.Combine(SharedData.RepositoryRoot, "models", "generator");
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "SoraGuard.Inference.Tests", "Generation", "Reference");

    private readonly GeneratorConfig config = GeneratorConfig.Load(ModelFolder);
    private readonly Reference reference = JsonSerializer.Deserialize<Reference>(File.ReadAllBytes(Path.Combine(Folder, "reference.json")), JsonSerializerOptions.Web)!;
    private readonly List<OnnxModel> models = [];

    public void Dispose() => models.ForEach(m => m.Dispose());

    [Fact]
    public void Captions_become_the_ids_that_training_gave_them()
    {
        var tokenizer = config.Tokenizer();

        Assert.Equal(reference.Ids, reference.Captions.Select(tokenizer.Encode));
    }

    [Fact]
    public void The_same_noise_gives_the_latents_of_torch()
    {
        using var sampler = new VideoSampler(config, Load("video"));
        var (noise, expected) = (Read("noise"), Read("latents"));

        var latents = sampler.Sample(reference.Ids[0], [], (destination, step) => noise.AsSpan(step * sampler.WindowLength, sampler.WindowLength).CopyTo(destination),
            reference.Steps, null, CancellationToken.None);

        AssertClose(expected, latents);
    }

    [Fact]
    public void The_latents_of_torch_decode_to_its_frames()
    {
        using var codec = new FrameCodec(config, Load("encoder"), Load("decoder"));

        var frames = codec.DecodeRaw(Read("latents"), CancellationToken.None);

        var expected = Read("frames");
        AssertClose(expected, frames[..expected.Length]);
    }

    [Fact]
    public void A_frame_comes_back_from_its_latents_nearly_as_it_was()
    {
        using var codec = new FrameCodec(config, Load("encoder"), Load("decoder"));
        var frame = codec.Decode(Read("latents"), 0, CancellationToken.None)[0];

        var latent = codec.Encode(frame, CancellationToken.None);
        var again = codec.Decode(Enumerable.Repeat(latent, config.Frames).SelectMany(l => l).ToArray(), 0, CancellationToken.None)[0];

        var error = frame.Zip(again, (a, b) => (double)((a - b) * (a - b))).Average();
        Assert.True(10 * Math.Log10(255 * 255 / error) > 25, $"PSNR {10 * Math.Log10(255 * 255 / error):0.0} dB");
    }

    private OnnxModel Load(string name)
    {
        models.Add(OnnxModel.Load(Path.Combine(ModelFolder, name + ".onnx"), new() { Provider = ExecutionProvider.Cpu }));
        return models[^1];
    }

    private static float[] Read(string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(Folder, name + ".f32"))).ToArray();

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = 0f;
        for (var i = 0; i < expected.Length; i++) worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        Assert.True(worst < Tolerance, $"largest difference {worst}");
    }

    private sealed record Reference(string[] Captions, long[][] Ids, int Steps);
}
