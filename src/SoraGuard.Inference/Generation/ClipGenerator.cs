using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Generation;

/// <summary>
/// Text to video, image to video and extension with the embedded networks. A clip longer than a window is chained: each window is given the
/// last frames of the one before. One clip at a time for an instance.
/// </summary>
public sealed class ClipGenerator : IDisposable
{
    /// <summary>Frames a window is given from the one before.</summary>
    public const int Overlap = 4;

    private readonly OnnxModel encoder, decoder, video;
    private readonly FrameCodec codec;
    private readonly VideoSampler sampler;
    private readonly Text.CaptionTokenizer tokenizer;

    private ClipGenerator(GeneratorConfig config, OnnxModel encoder, OnnxModel decoder, OnnxModel video)
    {
        (Config, this.encoder, this.decoder, this.video) = (config, encoder, decoder, video);
        codec = new(config, encoder, decoder);
        sampler = new(config, video);
        tokenizer = config.Tokenizer();
    }

    public GeneratorConfig Config { get; }

    /// <summary>SHA-256 of the video network.</summary>
    public string ModelSha256 => video.Sha256;

    /// <summary>What runs the video network, and what was refused before it.</summary>
    public (ExecutionProvider Provider, IReadOnlyList<RefusedProvider> Refused) Provider => (video.Provider, video.Refused);

    /// <summary>Loads <c>encoder.onnx</c>, <c>decoder.onnx</c>, <c>video.onnx</c> and <c>generator.json</c>.</summary>
    /// <exception cref="GeneratorException">The configuration is missing or unreadable.</exception>
    /// <exception cref="OnnxModelException">A network is missing or does not load.</exception>
    public static ClipGenerator Load(string folder, ExecutionProvider provider, CancellationToken cancellation = default)
    {
        var config = GeneratorConfig.Load(folder);
        var options = new OnnxModelOptions { Provider = provider };
        OnnxModel Network(string name) => OnnxModel.Load(Path.Combine(folder, name + ".onnx"), options, cancellation);
        return new(config, Network("encoder"), Network("decoder"), Network("video"));
    }

    /// <summary>The words of a prompt that the network knows.</summary>
    public IReadOnlyList<string> Understood(string prompt) => tokenizer.Understood(prompt);

    /// <summary>Makes the frames of a clip.</summary>
    /// <param name="prompt">Text; words the network does not know are skipped.</param>
    /// <param name="frames">How many new frames, 1 or more.</param>
    /// <param name="seed">The same prompt, start and seed give the same frames on the same provider.</param>
    /// <param name="start">RGB frames (64x64x3 bytes) that come before the new ones, the last <see cref="Overlap"/> of which are used; empty for text to video.</param>
    /// <param name="progress">Takes the share of the new frames done.</param>
    /// <param name="cancellation">Stops inside a window.</param>
    /// <returns>The new frames as they are made: 64x64x3 bytes, 8-bit RGB in rows. <paramref name="start"/> is not among them.</returns>
    public IEnumerable<byte[]> Generate(string prompt, int frames, ulong seed, IReadOnlyList<byte[]> start, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        var caption = tokenizer.Encode(prompt);
        var known = start.TakeLast(Overlap).SelectMany(frame => codec.Encode(frame, cancellation)).ToArray();
        for (int made = 0, window = 0; made < frames; window++)
        {
            var (givenFrames, before, number) = (known.Length / Config.LatentLength, made, window);
            var fresh = Math.Min(Config.Frames - givenFrames, frames - made);
            var latents = sampler.Sample(caption, known, (noise, step) => Noise.Fill(noise, seed, number, step), Config.Steps,
                share => progress?.Invoke((before + (share * fresh)) / frames), cancellation);
            known = latents[^(Overlap * Config.LatentLength)..].ToArray();
            foreach (var frame in codec.Decode(latents, givenFrames, cancellation).Take(fresh))
            {
                yield return frame;
                made++;
            }
        }
    }

    public void Dispose()
    {
        sampler.Dispose();
        codec.Dispose();
        foreach (var model in (OnnxModel[])[encoder, decoder, video]) model.Dispose();
    }
}
