using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Draws the conclusion from the statuses.</summary>
internal static class ResultBuilder
{
    public static ValidationResult NoManifest() => new()
    {
        State = ValidationState.None,
        Codes = [],
        Summary = "No C2PA manifest: nothing is known of where this file comes from.",
    };

    /// <summary>C2PA 2.2 §15.5.3: this library has no network.</summary>
    public static ValidationResult ManifestElsewhere(string address) => new()
    {
        State = ValidationState.None,
        Codes = [new ValidationStatus(StatusCodes.ManifestInaccessible, "", StatusKind.Failure, $"The manifest is kept at {address}, which was not asked")],
        Summary = $"The C2PA manifest is not in the file; the file says that it is at {address}, which was not asked.",
        ManifestAddress = address,
    };

    /// <summary>C2PA 2.2 §15.5.2.1.</summary>
    public static ValidationResult SeveralStores(int count) => new()
    {
        State = ValidationState.None,
        Codes = [new ValidationStatus(StatusCodes.GeneralError, "", StatusKind.Failure, $"{count} manifest stores where one is allowed: none of them counts")],
        Summary = $"{count} C2PA manifest stores, where one is allowed: none of them counts.",
    };

    public static ValidationResult Build(ManifestStore store, ManifestFacts? facts, ValidationLog log, DateTimeOffset time)
    {
        var state = Judge(log.Statuses);
        var (actions, assertions) = (facts?.Actions ?? [], facts?.Assertions ?? []);
        return new ValidationResult
        {
            State = state,
            Codes = log.Statuses,
            Summary = SummaryLine.Of(state, facts, log.Statuses, time),
            ActiveManifest = store.Active.Label,
            LacksFragments = log.LacksFragments,
            ClaimGenerator = facts?.Claim.Generator,
            DigitalSourceTypes = facts?.DigitalSourceTypes ?? [],
            Ingredients = [.. (facts?.Ingredients ?? []).Select(Summarize)],
            Issuer = facts?.Signer.Issuer,
            SigningTime = facts?.Signer.SigningTime,
            HasUntrustedTimeStamp = facts?.Signer.HasUntrustedTimeStamp ?? false,
            Identities = facts?.Identities ?? [],
            Actions = actions,
            SoftBindings = [.. ParseAll(assertions, AssertionLabels.SoftBinding, SoftBinding.Parse)],
            AiDisclosures = [.. ParseAll(assertions, AssertionLabels.AiDisclosure, AiDisclosure.Parse)],
            Assertions = [.. assertions.Select(a => a.Assertion)],
        };
    }

    /// <summary>C2PA 2.2 §14.3. An ingredient whose signer is unknown lowers trust; one that fails in another way, unrecorded, invalidates.</summary>
    private static ValidationState Judge(IReadOnlyList<ValidationStatus> statuses)
    {
        var failures = statuses.Where(s => s.Kind == StatusKind.Failure).ToList();
        var active = statuses.Where(s => s is { Kind: StatusKind.Success, IngredientUri: null }).Select(s => s.Code).ToHashSet();
        if (failures.Exists(f => !StatusCodes.IsOfTrustAlone(f.Code) && !f.IsUnverifiable))
            return ValidationState.Invalid;
        if (failures.Exists(f => f is { IngredientUri: null, IsUnverifiable: true }))
            return ValidationState.WellFormed;
        if (!active.IsSupersetOf([StatusCodes.ClaimSignatureValidated, StatusCodes.ClaimSignatureInsideValidity]) || !active.Overlaps(StatusCodes.HardBindingMatches))
            return ValidationState.Invalid;
        return active.Contains(StatusCodes.SigningCredentialTrusted) && failures.Count == 0 ? ValidationState.Trusted : ValidationState.Valid;
    }

    private static IngredientSummary Summarize(VerifiedIngredient verified) => new()
    {
        Relationship = verified.Ingredient.Relationship,
        Title = verified.Ingredient.Title,
        Format = verified.Ingredient.Format,
        ActiveManifest = verified.Ingredient.ActiveManifest is { } reference ? reference.Url[(reference.Url.LastIndexOf('/') + 1)..] : null,
        IsIntactAndTrusted = verified.IsIntactAndTrusted,
        DigitalSourceTypes = verified.DigitalSourceTypes,
    };

    /// <summary>Malformed ones are left out: no status code exists for them, and the assertion itself is still in the list.</summary>
    private static IEnumerable<T> ParseAll<T>(IReadOnlyList<VerifiedAssertion> assertions, string label, Func<CborValue, T> parse)
        where T : class
    {
        foreach (var assertion in assertions.Where(a => AssertionLabels.WithoutInstance(a.Label) == label))
            if (assertion.Value is { } value && TryParse(value, parse) is { } parsed)
                yield return parsed;
    }

    private static T? TryParse<T>(CborValue value, Func<CborValue, T> parse)
        where T : class
    {
        try
        {
            return parse(value);
        }
        catch (C2paFormatException)
        {
            return null;
        }
    }
}
