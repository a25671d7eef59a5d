using System.Text.Json;
using SoraGuard.Inference.Text;

namespace SoraGuard.Inference.Generation;

/// <summary>What the exporter wrote beside the generator's networks: <c>generator.json</c>.</summary>
public sealed record GeneratorConfig
{
    /// <summary>Pixels a side of a frame.</summary>
    public required int Size { get; init; }

    /// <summary>Frames of a window: what the network makes at once.</summary>
    public required int Frames { get; init; }

    public required int FramesPerSecond { get; init; }

    /// <summary>Channels of a latent.</summary>
    public required int Channels { get; init; }

    /// <summary>Cells a side of a latent.</summary>
    public required int Grid { get; init; }

    public required int MaxTokens { get; init; }

    public required int LongestWord { get; init; }

    /// <summary>Steps of the sampler.</summary>
    public required int Steps { get; init; }

    /// <summary>Classifier-free guidance: 1 is none.</summary>
    public required float Guidance { get; init; }

    /// <summary>Shift of the times towards the noise.</summary>
    public required float Shift { get; init; }

    public required IReadOnlyList<string> Vocabulary { get; init; }

    /// <summary>Numbers of one frame's latent.</summary>
    internal int LatentLength => Channels * Grid * Grid;

    internal CaptionTokenizer Tokenizer() => new(Vocabulary, MaxTokens, LongestWord);

    /// <exception cref="GeneratorException">The file is missing or no such configuration.</exception>
    public static GeneratorConfig Load(string folder)
    {
        var path = Path.Combine(folder, "generator.json");
        try
        {
            return JsonSerializer.Deserialize<GeneratorConfig>(File.ReadAllBytes(path), JsonSerializerOptions.Web) ?? throw new GeneratorException($"{path} holds null.");
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new GeneratorException($"{path} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>The generator's files are missing or do not belong together.</summary>
public sealed class GeneratorException(string message, Exception? inner = null) : Exception(message, inner);
