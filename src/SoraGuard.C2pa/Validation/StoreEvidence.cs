using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// What assertions of one manifest bring for the signatures of others: time-stamps made later (C2PA 2.2 §15.8.1.2) and OCSP
/// responses (§15.9). It is complete for a manifest by the time that is validated, since the manifests above it come first.
/// </summary>
internal sealed class StoreEvidence
{
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _timeStamps = [];

    private readonly List<ReadOnlyMemory<byte>> _ocspResponses = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses => _ocspResponses;

    /// <param name="assertions">Of a manifest whose ingredients come next.</param>
    /// <param name="log">Told of what is malformed.</param>
    public void Collect(IReadOnlyList<VerifiedAssertion> assertions, ValidationLog log)
    {
        foreach (var assertion in assertions)
        {
            var label = AssertionLabels.WithoutInstance(assertion.Label);
            if (label == AssertionLabels.TimeStamp)
                CollectTimeStamps(assertion, log);
            else if (label == AssertionLabels.CertificateStatus)
                _ocspResponses.AddRange((assertion.Value?["ocspVals"]?.Items ?? []).Where(v => v.Kind == CborKind.Bytes).Select(v => v.AsBytes()));
        }
    }

    /// <summary>A map of labels of manifests to tokens, with at least one (§15.10.3.2.4).</summary>
    private void CollectTimeStamps(VerifiedAssertion assertion, ValidationLog log)
    {
        var entries = assertion.Value?.Entries ?? [];
        if (entries.Count == 0 || entries.Any(e => e.Key.Kind != CborKind.Text || e.Value.Kind != CborKind.Bytes))
        {
            log.Failure(StatusCodes.AssertionTimeStampMalformed, assertion.Assertion.Uri, "A time-stamp assertion is a map of manifest labels to tokens");
            return;
        }
        foreach (var (manifest, token) in entries)
        {
            var label = manifest.AsText();
            if (!_timeStamps.TryGetValue(label, out var tokens))
                _timeStamps.Add(label, tokens = []);
            tokens.Add(token.AsBytes());
        }
    }

    /// <summary>Tokens for a manifest's signature; empty where there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TimeStampsOf(string manifest) => _timeStamps.GetValueOrDefault(manifest) ?? [];
}
