namespace SoraGuard.C2pa.Validation;

/// <summary>An ingredient of the active manifest.</summary>
public sealed record IngredientSummary
{
    /// <summary>parentOf, componentOf or inputTo.</summary>
    public required string Relationship { get; init; }

    /// <summary>Name for people, as the signer wrote it; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Media type.</summary>
    public string? Format { get; init; }

    /// <summary>Label of its own manifest; null where it had none.</summary>
    public string? ActiveManifest { get; init; }

    /// <summary>
    /// False where something of its provenance fails that the signer did not record: it may have been altered, or its signer is
    /// not trusted.
    /// </summary>
    public required bool IsIntactAndTrusted { get; init; }

    /// <summary>How it came to be, by its manifest and those of its own ingredients: whether there is AI in it.</summary>
    public IReadOnlyList<string> DigitalSourceTypes { get; init; } = [];
}
