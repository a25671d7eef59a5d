using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>An asset that went into this one (C2PA 2.2 §18.15): <c>c2pa.ingredient.v3</c>, or an older version of it.</summary>
public sealed record IngredientAssertion
{
    /// <summary>The asset is made out of it: at most one.</summary>
    public const string ParentOf = "parentOf";
    /// <summary>It became a part of the asset.</summary>
    public const string ComponentOf = "componentOf";
    /// <summary>It was given to what made the asset, such as a model or a prompt.</summary>
    public const string InputTo = "inputTo";

    /// <summary>One of the three above.</summary>
    public required string Relationship { get; init; }

    /// <summary>Name for people; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Media type.</summary>
    public string? Format { get; init; }

    /// <summary>Identifier of this version of the ingredient; null for none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The ingredient's own manifest in this store; null where it had none.</summary>
    public HashedUri? ActiveManifest { get; init; }

    /// <summary>The signature of that manifest (version 3).</summary>
    public HashedUri? ClaimSignature { get; init; }

    /// <summary>A thumbnail of the ingredient, an assertion of the same manifest; null for none.</summary>
    public HashedUri? Thumbnail { get; init; }

    /// <summary>What the signer found when validating the ingredient, as encoded; null where not recorded.</summary>
    public CborValue? ValidationResults { get; init; }

    /// <exception cref="C2paFormatException">Not a well-formed ingredient.</exception>
    internal static IngredientAssertion Parse(CborValue value)
    {
        var ingredient = new IngredientAssertion
        {
            Relationship = value.RequiredText("relationship"),
            Title = value.OptionalText("dc:title"),
            Format = value.OptionalText("dc:format"),
            InstanceId = value.OptionalText("instanceID"),
            ActiveManifest = (value["activeManifest"] ?? value["c2pa_manifest"]) is { } manifest ? HashedUri.Parse(manifest) : null,
            ClaimSignature = value["claimSignature"] is { } signature ? HashedUri.Parse(signature) : null,
            Thumbnail = value["thumbnail"] is { } thumbnail ? HashedUri.Parse(thumbnail) : null,
            ValidationResults = value["validationResults"] ?? value["validationStatus"],
        };
        return ingredient.Relationship is ParentOf or ComponentOf or InputTo
            ? ingredient
            : throw new C2paFormatException($"An ingredient's relationship is parentOf, componentOf or inputTo, not '{ingredient.Relationship}'");
    }

    internal CborValue ToCbor() => CborValue.Map(
        ("relationship", CborValue.Of(Relationship)),
        ("dc:title", Title is null ? null : CborValue.Of(Title)),
        ("dc:format", Format is null ? null : CborValue.Of(Format)),
        ("instanceID", InstanceId is null ? null : CborValue.Of(InstanceId)),
        ("activeManifest", ActiveManifest?.ToCbor()),
        ("claimSignature", ClaimSignature?.ToCbor()),
        ("thumbnail", Thumbnail?.ToCbor()),
        ("validationResults", ValidationResults));
}
