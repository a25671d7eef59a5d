using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Validates the hashed URIs inside standard assertions: thumbnails, icons, data (C2PA 2.2 §15.10.3.3). Those of manifests, signatures
/// and actions' ingredients have rules of their own. For claims of version 2; older writers did not keep to it.
/// </summary>
internal sealed class ReferenceValidator(ManifestStore store, ValidationLog log, ValidationBudget budget, IReadOnlySet<string> redacted)
{
    private const string StandardPrefix = "c2pa.";

    private static readonly string[] OtherRules = ["activeManifest", "c2pa_manifest", "claimSignature", "ingredients", "ingredient", "validationResults"];

    public void Validate(Manifest manifest, Claim claim, IReadOnlyList<VerifiedAssertion> assertions)
    {
        if (claim.Version < 2)
            return;
        foreach (var assertion in assertions.Where(a => a.Label.StartsWith(StandardPrefix, StringComparison.Ordinal) && a.Value is not null))
            Visit(assertion.Value!, manifest, claim, assertion.Assertion.Uri);
    }

    private void Visit(CborValue value, Manifest manifest, Claim claim, string uri)
    {
        foreach (var item in value.Items)
            Visit(item, manifest, claim, uri);
        if (value["url"] is { Kind: CborKind.Text } url && value["hash"] is { Kind: CborKind.Bytes })
            Check(HashedUri.Parse(value), JumbfUri.TryParse(url.AsText(), manifest.Label), claim, uri);
        foreach (var (key, item) in value.Entries)
            if (key.Kind != CborKind.Text || !OtherRules.Contains(key.AsText()))
                Visit(item, manifest, claim, uri);
    }

    /// <summary>References out of the store are not followed.</summary>
    private void Check(HashedUri reference, JumbfUri? target, Claim claim, string uri)
    {
        if (target is null || redacted.Contains(target.ToString()))
            return;
        if (store.Find(target.Manifest)?.Find(target.Path) is not { } box)
            log.Failure(StatusCodes.HashedUriMissing, uri, $"What the assertion refers to is not there: {target}");
        else if (!HashAlgorithms.TryGet(reference.Algorithm ?? claim.Algorithm, out var algorithm))
            log.Failure(StatusCodes.AlgorithmUnsupported, uri, "A reference of the assertion is hashed with an algorithm other than sha256, sha384 and sha512");
        else if (!budget.Hash(algorithm, box.HashedBytes.Span).AsSpan().SequenceEqual(reference.Hash.Span))
            log.Failure(StatusCodes.HashedUriMismatch, uri, $"What the assertion refers to is not as it was: {target}");
    }
}
