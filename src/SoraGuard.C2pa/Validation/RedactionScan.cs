using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Gathers what any claim of an asset's lineage has redacted, before anything is validated: a manifest reached on two ways may have
/// been redacted on the second (C2PA 2.2 §15.11.3.3). Claims that cannot be read redact nothing; they fail later.
/// </summary>
internal sealed class RedactionScan(ManifestStore store, ValidationBudget budget)
{
    private readonly HashSet<string> _visited = [];

    /// <param name="manifest">Where to begin.</param>
    /// <param name="redacted">Absolute URIs are added here.</param>
    public void Collect(Manifest manifest, HashSet<string> redacted)
    {
        var pending = new Stack<Manifest>([manifest]);
        while (pending.TryPop(out var current))
        {
            if (!_visited.Add(current.Label) || TryReadClaim(current) is not { } claim)
                continue;
            redacted.UnionWith(claim.Redacted.Select(r => JumbfUri.TryParse(r, current.Label)).Where(u => u is not null && u.Manifest != current.Label).Select(u => u!.ToString()));
            foreach (var ingredient in current.Assertions.Where(a => AssertionLabels.IsIngredient(a.Label)).Select(TryReadIngredient).OfType<IngredientAssertion>())
                if (ingredient.ActiveManifest is { } reference && JumbfUri.TryParse(reference.Url, current.Label) is { } uri && store.Find(uri.Manifest) is { } next)
                    pending.Push(next);
        }
    }

    private Claim? TryReadClaim(Manifest manifest)
    {
        try
        {
            return manifest.Claims is [{ Label: Claim.LabelV1 or Claim.LabelV2 } claim] && Manifest.ClaimBytes(claim) is { } bytes
                ? Claim.Parse(claim.Label, bytes, CborDecoder.Decode(bytes, budget.Items))
                : null;
        }
        catch (C2paFormatException)
        {
            return null;
        }
    }

    private IngredientAssertion? TryReadIngredient(ManifestAssertion assertion)
    {
        try
        {
            return assertion.Format == AssertionFormat.Other ? null : IngredientAssertion.Parse(assertion.Decode(budget.Items));
        }
        catch (C2paFormatException)
        {
            return null;
        }
    }
}
