using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>What holds for signing files of every format: before the work, and after it.</summary>
internal static class SigningChecks
{
    public static void RequireArguments(Stream destination, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(options);
        if (!destination.CanRead || !destination.CanWrite || !destination.CanSeek || destination.Length > 0)
            throw new ArgumentException("The destination must be empty, readable, writable and seekable.", nameof(destination));
    }

    public static void RequireNoLostManifest(Asset asset, ManifestBuilder manifest, SigningOptions options)
    {
        if (!options.DiscardExistingManifest && !manifest.HasParent && asset.StoreCount > 0)
            throw new C2paSigningException(
                "The file has a manifest already, which would be lost: name the file itself as the parent it is made of, and its manifest is kept as that of an ingredient.");
    }

    /// <summary>Reads the signed file again: what it says must be what was meant, and hold.</summary>
    public static ValidationResult Verify(Stream signed, string label, SigningOptions options, CancellationToken cancellationToken) =>
        Verify(measure => C2paValidator.Validate(signed, measure, cancellationToken), label, options);

    /// <param name="validate">Reads the signed asset again by the measure it is given.</param>
    /// <param name="label">Of the manifest that was written.</param>
    /// <param name="options">Of the signing.</param>
    public static ValidationResult Verify(Func<ValidationOptions, ValidationResult> validate, string label, SigningOptions options)
    {
        var result = validate(new ValidationOptions
        {
            Time = options.Time,
            Trust = options.Trust ?? TrustAnchors.None,
            TimeStampTrust = options.TimeStampTrust ?? TrustAnchors.None,
        });
        var isTrusted = result.Codes.Any(c => c is { Code: StatusCodes.SigningCredentialTrusted, IngredientUri: null });
        if (!result.IsValid || result.ActiveManifest != label)
            throw new C2paSigningException($"The signed file did not pass its own validation: {result.Summary}", result);
        return options.Trust is null || isTrusted
            ? result
            : throw new C2paSigningException("The signer's certificate leads to none of the trust anchors given.", result);
    }
}
