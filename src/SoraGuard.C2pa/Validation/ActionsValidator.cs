using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates the history a manifest tells (C2PA 2.2 §15.10.3.2, §18.14). For claims of version 1 only its form is checked.</summary>
internal sealed class ActionsValidator(ValidationLog log)
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
                        ValidateIngredients(action, assertion.Assertion.Uri, manifest, ingredientsByLabel);
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

    private void ValidateIngredients(C2paAction action, string uri, Manifest manifest, Dictionary<string, VerifiedIngredient> ingredients)
    {
        var required = action.Action switch
        {
            ActionNames.Opened => IngredientAssertion.ParentOf,
            ActionNames.Placed or ActionNames.Removed => IngredientAssertion.ComponentOf,
            _ => null,
        };
        var references = action.Ingredients();
        if (required is null && references.Count == 0)
            return;
        var named = references.Select(r => manifest.FindAssertion(r.Url) is { } a ? ingredients.GetValueOrDefault(a.Label) : null).ToList();
        if (named.Any(i => i is null) || (required is not null && named.Count == 0))
            log.Failure(StatusCodes.AssertionActionIngredientMismatch, uri, $"{action.Action} names no ingredient of this manifest");
        else if (required is not null && named.Any(i => i!.Ingredient.Relationship != required))
            log.Failure(StatusCodes.AssertionActionIngredientMismatch, uri, $"{action.Action} names an ingredient that is no {required}");
        else if (action.Action == ActionNames.Opened && named.Count != 1)
            log.Failure(StatusCodes.AssertionActionIngredientMismatch, uri, "c2pa.opened names more than one ingredient");
    }
}
