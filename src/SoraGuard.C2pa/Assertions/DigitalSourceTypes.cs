namespace SoraGuard.C2pa.Assertions;

/// <summary>How content came to be: terms of the IPTC vocabulary that a video service needs (https://cv.iptc.org/newscodes/digitalsourcetype/).</summary>
public static class DigitalSourceTypes
{
    private const string Iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    /// <summary>Made by a model trained on sampled content: text to video.</summary>
    public const string TrainedAlgorithmicMedia = Iptc + "trainedAlgorithmicMedia";

    /// <summary>A mix of captured and model-made parts: an edited, animated or extended recording.</summary>
    public const string CompositeWithTrainedAlgorithmicMedia = Iptc + "compositeWithTrainedAlgorithmicMedia";

    /// <summary>Made by an algorithm that was not trained on sampled content.</summary>
    public const string AlgorithmicMedia = Iptc + "algorithmicMedia";

    /// <summary>Captured from real life by a digital camera.</summary>
    public const string DigitalCapture = Iptc + "digitalCapture";

    /// <summary>Made by a person with digital tools that are no generative models.</summary>
    public const string DigitalCreation = Iptc + "digitalCreation";

    /// <summary>Edited by a person with tools that are no generative models.</summary>
    public const string HumanEdits = Iptc + "humanEdits";

    // All of IPTC's vocabulary, retired ones included, and C2PA's own.
    private static readonly HashSet<string> Vocabulary =
    [
        .. new[]
        {
            "algorithmicMedia", "algorithmicallyEnhanced", "composite", "compositeCapture", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia",
            "computationalCapture", "dataDrivenMedia", "digitalArt", "digitalCapture", "digitalCreation", "humanEdits", "minorHumanEdits", "negativeFilm",
            "positiveFilm", "print", "screenCapture", "softwareImage", "trainedAlgorithmicMedia", "virtualRecording",
        }.Select(term => Iptc + term),
        "http://c2pa.org/digitalsourcetype/empty", "http://c2pa.org/digitalsourcetype/trainedAlgorithmicData",
    ];

    /// <summary>The URI of a term, such as trainedAlgorithmicMedia; a URI stays as it is.</summary>
    /// <exception cref="FormatException">Neither a word nor a URI of the vocabulary.</exception>
    public static string FromTerm(string term)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(term);
        var uri = term.All(char.IsAsciiLetter) ? Iptc + term : term;
        return Vocabulary.Contains(uri)
            ? uri
            : throw new FormatException($"'{term}' is no digital source type: give a term such as trainedAlgorithmicMedia, or its URI.");
    }
}
