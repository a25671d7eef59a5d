namespace SoraGuard.C2pa.Validation;

/// <summary>
/// What assertions of one manifest bring for the signatures of others: time-stamps made later (C2PA 2.2 §15.8.1.2) and OCSP
/// responses (§15.9). It is complete for a manifest by the time that is validated, since the manifests above it come first.
/// </summary>
internal sealed class StoreEvidence
{
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _timeStamps = [];

    public List<ReadOnlyMemory<byte>> OcspResponses { get; } = [];

    public void AddTimeStamp(string manifest, ReadOnlyMemory<byte> token)
    {
        if (!_timeStamps.TryGetValue(manifest, out var tokens))
            _timeStamps.Add(manifest, tokens = []);
        tokens.Add(token);
    }

    /// <summary>Tokens for a manifest's signature; empty where there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TimeStampsOf(string manifest) => _timeStamps.GetValueOrDefault(manifest) ?? [];
}
