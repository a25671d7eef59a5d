using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>An assertion that the claim names and whose hash fits; with its content where that is CBOR or JSON.</summary>
internal sealed record VerifiedAssertion(ManifestAssertion Assertion, CborValue? Value)
{
    public string Label => Assertion.Label;
}

/// <summary>Validates that the assertions of a manifest are those its claim names, byte for byte (C2PA 2.2 §15.10).</summary>
internal sealed class AssertionValidator(ValidationLog log, ValidationBudget budget)
{
    /// <param name="manifest">Whose assertions.</param>
    /// <param name="claim">Of that manifest.</param>
    /// <param name="redacted">URIs of assertions that a later manifest has removed: these may be missing.</param>
    /// <returns>Those in order, without what failed.</returns>
    public IReadOnlyList<VerifiedAssertion> Validate(Manifest manifest, Claim claim, IReadOnlySet<string> redacted)
    {
        var declared = new HashSet<string>();
        var verified = new List<VerifiedAssertion>();
        foreach (var reference in claim.Assertions)
        {
            if (JumbfUri.TryParse(reference.Url, manifest.Label) is not { } uri || uri.Manifest != manifest.Label)
                log.Failure(StatusCodes.AssertionOutsideManifest, reference.Url, "The claim names an assertion outside its own manifest");
            else if (redacted.Contains(uri.ToString()))
                CheckRedaction(uri.ToString(), manifest.FindAssertion(reference.Url), declared);
            else if (manifest.FindAssertion(reference.Url) is { } assertion)
            {
                if (declared.Add(assertion.Label) && HashMatches(assertion, reference, claim) && Decode(assertion) is { } value)
                    verified.Add(value);
            }
            else
                log.Failure(StatusCodes.AssertionMissing, uri.ToString(), "An assertion the claim names is not there");
        }
        foreach (var stray in manifest.Assertions.Where(a => !declared.Contains(a.Label)))
            log.Failure(StatusCodes.AssertionUndeclared, stray.Uri, "An assertion is there that the claim does not name");
        foreach (var own in claim.Redacted.Where(r => JumbfUri.TryParse(r, manifest.Label)?.Manifest == manifest.Label))
            log.Failure(StatusCodes.AssertionSelfRedacted, own, "The claim redacts an assertion of its own manifest");
        return verified;
    }

    /// <summary>What is redacted is gone, or zeros; and history and hard bindings may not be redacted (§15.10.3.1, §15.11.3.3.1).</summary>
    private void CheckRedaction(string uri, ManifestAssertion? assertion, HashSet<string> declared)
    {
        var label = uri[(uri.LastIndexOf('/') + 1)..];
        if (assertion is not null)
            declared.Add(assertion.Label);
        if (AssertionLabels.IsActions(label))
            log.Failure(StatusCodes.AssertionActionRedacted, uri, "The history of an asset must not be redacted");
        else if (AssertionLabels.IsHardBinding(label))
            log.Failure(StatusCodes.AssertionDataHashRedacted, uri, "What binds a manifest to its asset must not be redacted");
        else if (assertion?.Box.ContentBoxes.Exists(b => b.Content.Span.ContainsAnyExcept((byte)0)) == true)
            log.Failure(StatusCodes.AssertionNotRedacted, uri, "An assertion that is stated to be redacted is still there");
    }

    private bool HashMatches(ManifestAssertion assertion, HashedUri reference, Claim claim)
    {
        var name = reference.Algorithm ?? claim.Algorithm;
        if (!HashAlgorithms.TryGet(name, out var algorithm))
        {
            var explanation = $"The assertion's hash is of algorithm '{name}'; sha256, sha384 and sha512 are allowed";
            log.Failure(StatusCodes.AlgorithmUnsupported, assertion.Uri, explanation);
            return false;
        }
        if (!budget.Hash(algorithm, assertion.Box.HashedBytes.Span).AsSpan().SequenceEqual(reference.Hash.Span))
        {
            log.Failure(StatusCodes.AssertionHashedUriMismatch, assertion.Uri, "The assertion is not as it was signed");
            return false;
        }
        log.Success(StatusCodes.AssertionHashedUriMatch, assertion.Uri, "The assertion is as it was signed");
        return true;
    }

    private VerifiedAssertion? Decode(ManifestAssertion assertion)
    {
        if (assertion.Format == AssertionFormat.Other)
            return new VerifiedAssertion(assertion, null);
        try
        {
            return new VerifiedAssertion(assertion, assertion.Decode(budget.Items));
        }
        catch (C2paFormatException e)
        {
            var code = assertion.Format == AssertionFormat.Cbor ? StatusCodes.AssertionCborInvalid : StatusCodes.AssertionJsonInvalid;
            log.Failure(code, assertion.Uri, e.Message);
            return null;
        }
    }
}
