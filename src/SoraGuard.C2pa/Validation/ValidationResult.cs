using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// What validation found. All but <see cref="State"/>, <see cref="Codes"/> and <see cref="Summary"/> is what the manifest says:
/// believe it only where <see cref="State"/> is Valid or Trusted. It leaves out assertions whose hash does not fit.
/// </summary>
public sealed record ValidationResult
{
    /// <summary>The conclusion from <see cref="Codes"/> (C2PA 2.2 §14.3).</summary>
    public required ValidationState State { get; init; }

    /// <summary>In the order they were found: the active manifest, then its ingredients.</summary>
    public required IReadOnlyList<ValidationStatus> Codes { get; init; }

    /// <summary>One line for a person.</summary>
    public required string Summary { get; init; }

    /// <summary>Label of the active manifest (urn:c2pa:…); null where there is none.</summary>
    public string? ActiveManifest { get; init; }

    /// <summary>
    /// Whether the file is an initialization segment that is as it was signed, whose fragments were not given: nothing is known of its
    /// media, which fails as assertion.bmffHash.mismatch (§15.12.2.2). <see cref="C2paValidator.ValidateFragmented"/> takes them.
    /// </summary>
    public bool LacksFragments { get; init; }

    /// <summary>Where the file says its manifest is kept, if it carries none (§11.5): unverified, and never fetched here.</summary>
    public string? ManifestAddress { get; init; }

    /// <summary>Name and version of the software that made the claim.</summary>
    public string? ClaimGenerator { get; init; }

    /// <summary>Of the actions, each once, in order: how the content came to be.</summary>
    public IReadOnlyList<string> DigitalSourceTypes { get; init; } = [];

    /// <summary>What the asset was made of, in the order of the claim.</summary>
    public IReadOnlyList<IngredientSummary> Ingredients { get; init; } = [];

    /// <summary>Organization the signer's certificate names, else its common name.</summary>
    public string? Issuer { get; init; }

    /// <summary>When the claim was signed, by a time-stamp that counts; null for none.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>Whether there is a time-stamp that does not count: no anchor vouches for its authority, or it is malformed or of something else.</summary>
    public bool HasUntrustedTimeStamp { get; init; }

    /// <summary>Who else stands by the active manifest.</summary>
    public IReadOnlyList<CawgIdentity> Identities { get; init; } = [];

    /// <summary>What was done to make the asset, in order.</summary>
    public IReadOnlyList<C2paAction> Actions { get; init; } = [];

    /// <summary>Watermarks and fingerprints that the manifest names.</summary>
    public IReadOnlyList<SoftBinding> SoftBindings { get; init; } = [];

    /// <summary>Which models made the content, as the signer says.</summary>
    public IReadOnlyList<AiDisclosure> AiDisclosures { get; init; } = [];

    /// <summary>Every assertion, standard and custom, in the order of the claim.</summary>
    public IReadOnlyList<ManifestAssertion> Assertions { get; init; } = [];

    /// <summary>True where nothing speaks against the manifest and its signature was verified: <see cref="State"/> is Valid or Trusted.</summary>
    public bool IsValid => State is ValidationState.Valid or ValidationState.Trusted;

    /// <summary>Those of <see cref="Codes"/> that speak against the manifest, or against one of an ingredient.</summary>
    public IEnumerable<ValidationStatus> Failures => Codes.Where(c => c.Kind == StatusKind.Failure);

    /// <summary>The first assertion of a label, instance numbers aside; null where there is none.</summary>
    public ManifestAssertion? FindAssertion(string label) =>
        Assertions.FirstOrDefault(a => a.Label == label) ?? Assertions.FirstOrDefault(a => AssertionLabels.WithoutInstance(a.Label) == label);
}
