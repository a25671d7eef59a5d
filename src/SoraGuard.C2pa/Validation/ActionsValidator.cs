using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates the history a manifest tells (C2PA 2.2 §15.10.3.2, §18.14). For claims of version 1 only its form is checked.</summary>
internal sealed class ActionsValidator(ManifestStore store, ValidationLog log, ValidationBudget budget)
{
    /// <param name="manifest">Whose history.</param>
    /// <param name="claim">Of that manifest.</param>
    /// <param name="assertions">What was verified of it.</param>
    /// <param name="ingredients">Its ingredients.</param>
    /// <returns>All actions in order, without malformed ones.</returns>
    public IReadOnlyList<C2paAction> Validate(
        Manifest manifest, Claim claim, IReadOnlyList<VerifiedAssertion> assertions, IReadOnlyList<VerifiedIngredient> ingredients)
    {
        var actions = new List<C2paAction>();
        var ingredientsByLabel = ingredients.ToDictionary(i => i.Verified.Label);
        var isComplete = true;
        foreach (var assertion in assertions.Where(a => AssertionLabels.IsActions(a.Label)))
        {
            try
            {
                var parsed = ActionsAssertion.Parse(assertion.Value ?? throw new C2paFormatException("An actions assertion that is neither CBOR nor JSON"));
                actions.AddRange(parsed.Actions);
                if (claim.Version >= 2)
                    foreach (var action in parsed.Actions)
                        Validate(action, assertion.Assertion.Uri, manifest, claim, ingredientsByLabel);
            }
            catch (C2paFormatException e)
            {
                isComplete = false;
                log.Failure(StatusCodes.AssertionActionMalformed, assertion.Assertion.Uri, e.Message);
            }
        }
        isComplete &= assertions.Count(a => AssertionLabels.IsActions(a.Label)) == manifest.Assertions.Count(a => AssertionLabels.IsActions(a.Label));
        if (claim.Version >= 2 && isComplete && !manifest.IsUpdate)
            ValidateBeginning(manifest, actions);
        return actions;
    }

    private void ValidateBeginning(Manifest manifest, List<C2paAction> actions)
    {
        var uri = manifest.Assertions.FirstOrDefault(a => AssertionLabels.IsActions(a.Label))?.Uri ?? manifest.Uri;
        if (actions.Count == 0 || !IsBeginning(actions[0]))
            log.Failure(StatusCodes.AssertionActionMalformed, uri, "The first action is not c2pa.created or c2pa.opened");
        if (actions.Count(IsBeginning) > 1)
            log.Failure(StatusCodes.AssertionActionMalformed, uri, "There is more than one c2pa.created or c2pa.opened action");
    }

    private static bool IsBeginning(C2paAction action) => action.Action is ActionNames.Created or ActionNames.Opened;

    private void Validate(C2paAction action, string uri, Manifest manifest, Claim claim, Dictionary<string, VerifiedIngredient> ingredients)
    {
        if (action.Action == ActionNames.Redacted && !NamesRedacted(action, manifest, claim))
            log.Failure(StatusCodes.AssertionActionRedactionMismatch, uri, "c2pa.redacted names no assertion that was redacted");
        var (relationship, isRequired) = action.Action switch
        {
            ActionNames.Opened => (IngredientAssertion.ParentOf, true),
            ActionNames.Placed or ActionNames.Removed => (IngredientAssertion.ComponentOf, true),
            ActionNames.Transcoded or ActionNames.Repackaged => (IngredientAssertion.ParentOf, false),
            _ => (null, false),
        };
        if (FindMismatch(action, manifest, claim, ingredients, relationship, isRequired) is { } mismatch)
            log.Failure(StatusCodes.AssertionActionIngredientMismatch, uri, $"{action.Action} {mismatch}");
    }

    /// <summary>What is wrong with the ingredients an action names; null for nothing.</summary>
    private string? FindMismatch(
        C2paAction action, Manifest manifest, Claim claim, Dictionary<string, VerifiedIngredient> ingredients, string? relationship, bool isRequired)
    {
        IReadOnlyList<HashedUri> references;
        try
        {
            references = action.Ingredients();
        }
        catch (C2paFormatException e)
        {
            return $"names its ingredients in a way that cannot be read: {e.Message}";
        }
        if (references.Count == 0)
            return isRequired ? "names no ingredient" : null;
        var found = action.Action == ActionNames.Removed
            ? references.Select(r => FindElsewhere(r, manifest)).ToList()
            : [.. references.Select(r => manifest.FindAssertion(r.Url) is { } a ? ingredients.GetValueOrDefault(a.Label)?.Ingredient : null)];
        return found switch
        {
            _ when found.Contains(null) => action.Action == ActionNames.Removed
                ? "names what is no ingredient of another manifest" : "names no ingredient of this manifest",
            _ when references.Any(r => !Fits(r, manifest, claim)) => "names an ingredient that is not as it was",
            _ when relationship is not null && found.Exists(i => i!.Relationship != relationship) => $"names an ingredient that is no {relationship}",
            _ when action.Action == ActionNames.Opened && found.Count != 1 => "names more than one ingredient",
            _ => null,
        };
    }

    /// <summary>What was removed had been put in by an earlier manifest (§15.10.3.2.2).</summary>
    private IngredientAssertion? FindElsewhere(HashedUri reference, Manifest manifest)
    {
        if (JumbfUri.TryParse(reference.Url, manifest.Label) is not { } uri || uri.Manifest == manifest.Label
            || store.Find(uri.Manifest)?.FindAssertion(reference.Url) is not { } assertion || !AssertionLabels.IsIngredient(assertion.Label))
            return null;
        try
        {
            return IngredientAssertion.Parse(assertion.Decode(budget.Items));
        }
        catch (C2paFormatException)
        {
            return null;
        }
    }

    private bool Fits(HashedUri reference, Manifest manifest, Claim claim) =>
        JumbfUri.TryParse(reference.Url, manifest.Label) is { } uri
        && store.Find(uri.Manifest)?.FindAssertion(reference.Url) is { } assertion
        && HashAlgorithms.TryGet(reference.Algorithm ?? claim.Algorithm, out var algorithm)
        && budget.Hash(algorithm, assertion.Box.HashedBytes.Span).AsSpan().SequenceEqual(reference.Hash.Span);

    /// <summary>An assertion of another manifest that this claim redacts: it is zeros now, or gone.</summary>
    private bool NamesRedacted(C2paAction action, Manifest manifest, Claim claim) =>
        action.Parameters?["redacted"] is { Kind: CborKind.Text } redacted
        && JumbfUri.TryParse(redacted.AsText(), manifest.Label) is { Path: [ManifestLabels.AssertionStore, _] } uri
        && store.Find(uri.Manifest) is not null
        && claim.Redacted.Any(r => JumbfUri.TryParse(r, manifest.Label)?.ToString() == uri.ToString());
}
