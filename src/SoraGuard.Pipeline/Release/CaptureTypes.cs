using SoraGuard.C2pa.Assertions;

namespace SoraGuard.Pipeline.Release;

/// <summary>
/// Digital source types by which content comes from a lens or a hand and from no model (IPTC, https://cv.iptc.org/newscodes/digitalsourcetype/). Not
/// among them: screen recordings and edits, which may be of a model's work.
/// </summary>
internal static class CaptureTypes
{
    private static readonly Dictionary<string, string> Terms =
        new[] { "digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "digitalCreation" }.ToDictionary(DigitalSourceTypes.FromTerm);

    /// <summary>The term of the vocabulary; null for any other source type.</summary>
    public static string? TermOf(string sourceType) => Terms.GetValueOrDefault(sourceType);
}
