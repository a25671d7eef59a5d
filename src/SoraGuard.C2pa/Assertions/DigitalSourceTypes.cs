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

    /// <summary>The URI of a term, such as trainedAlgorithmicMedia; a URI stays as it is.</summary>
    /// <exception cref="FormatException">Neither a word nor a URI of the vocabulary.</exception>
    public static string FromTerm(string term)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(term);
        if (term.All(char.IsAsciiLetter))
            return Iptc + term;
        return Uri.TryCreate(term, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? term
            : throw new FormatException($"'{term}' is no digital source type: give a term such as trainedAlgorithmicMedia, or its URI.");
    }
}
