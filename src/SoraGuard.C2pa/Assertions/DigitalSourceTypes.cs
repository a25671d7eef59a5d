namespace SoraGuard.C2pa.Assertions;

/// <summary>How content came to be: terms of the IPTC vocabulary that a video service needs (https://cv.iptc.org/newscodes/digitalsourcetype/).</summary>
public static class DigitalSourceTypes
{
    private const string Iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    /// <summary>Made by a model trained on sampled content: text to video.</summary>
    public const string TrainedAlgorithmicMedia = Iptc + "trainedAlgorithmicMedia";

    /// <summary>A mix of captured and model-made parts: an edited, animated or extended recording.</summary>
    public const string CompositeWithTrainedAlgorithmicMedia = Iptc + "compositeWithTrainedAlgorithmicMedia";

    public const string AlgorithmicMedia = Iptc + "algorithmicMedia";

    public const string DigitalCapture = Iptc + "digitalCapture";

    public const string DigitalCreation = Iptc + "digitalCreation";

    public const string HumanEdits = Iptc + "humanEdits";
}
