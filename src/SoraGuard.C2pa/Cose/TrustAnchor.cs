namespace SoraGuard.C2pa.Cose;

/// <summary>A certificate a chain may end at, for signers with one of some extended key usages; null for any.</summary>
internal sealed record TrustAnchor(Certificate Certificate, IReadOnlySet<string>? Usages)
{
    public bool Accepts(IReadOnlyList<string> leafUsages) => Usages is null || leafUsages.Any(Usages.Contains);
}
