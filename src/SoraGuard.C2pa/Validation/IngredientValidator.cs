using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>An ingredient assertion whose hash fits and whose form is right.</summary>
internal sealed record VerifiedIngredient(VerifiedAssertion Verified, IngredientAssertion Ingredient)
{
    /// <summary>False where its provenance fails in a way the signer did not record.</summary>
    public bool IsIntactAndTrusted { get; init; } = true;

    /// <summary>Of its manifest and of those below.</summary>
    public IReadOnlyList<string> DigitalSourceTypes { get; init; } = [];
}

/// <summary>Reads the ingredients of a manifest, and what its signer recorded of them (C2PA 2.2 §15.11).</summary>
internal static class IngredientValidator
{
    public static IReadOnlyList<VerifiedIngredient> ReadAll(Manifest manifest, IReadOnlyList<VerifiedAssertion> assertions, ValidationLog log)
    {
        var ingredients = new List<VerifiedIngredient>();
        foreach (var assertion in assertions.Where(a => AssertionLabels.IsIngredient(a.Label)))
        {
            try
            {
                var value = assertion.Value ?? throw new C2paFormatException("An ingredient that is neither CBOR nor JSON");
                ingredients.Add(new VerifiedIngredient(assertion, IngredientAssertion.Parse(value)));
            }
            catch (C2paFormatException e)
            {
                log.Failure(StatusCodes.AssertionIngredientMalformed, assertion.Assertion.Uri, e.Message);
            }
        }
        if (ingredients.Count(i => i.Ingredient.Relationship == IngredientAssertion.ParentOf) > 1)
            log.Failure(StatusCodes.ManifestMultipleParents, manifest.Uri, "The manifest has more than one parentOf ingredient");
        return ingredients;
    }

    /// <summary>
    /// Failures the signer recorded, with absolute URIs. Version 3: <c>{activeManifest: {failure: […]}, ingredientDeltas:
    /// [{validationDeltas: {failure: […]}}]}</c>; before: a list of statuses. Malformed records acknowledge nothing.
    /// </summary>
    public static IReadOnlySet<(string Code, string Uri)> RecordedFailures(CborValue? results, string manifest)
    {
        if (results is null)
            return new HashSet<(string, string)>();
        var deltas = results["ingredientDeltas"]?.Items ?? [];
        var lists = results.Kind == CborKind.Array
            ? [results]
            : new[] { results["activeManifest"]?["failure"] }.Concat(deltas.Select(d => d["validationDeltas"]?["failure"]));
        return lists.SelectMany(list => list?.Items ?? []).Select(s => Recorded(s, manifest)).OfType<(string, string)>().ToHashSet();
    }

    private static (string, string)? Recorded(CborValue status, string manifest) =>
        status["code"] is { Kind: CborKind.Text } code && status["url"] is { Kind: CborKind.Text } url && JumbfUri.TryParse(url.AsText(), manifest) is { } uri
            ? (code.AsText(), uri.ToString())
            : null;
}
