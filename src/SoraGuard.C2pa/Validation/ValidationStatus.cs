namespace SoraGuard.C2pa.Validation;

/// <summary>What a status means for the manifest (C2PA 2.2 §15.2).</summary>
public enum StatusKind
{
    /// <summary>It speaks for the manifest.</summary>
    Success,
    /// <summary>It speaks neither for it nor against it.</summary>
    Informational,
    /// <summary>It speaks against the manifest.</summary>
    Failure,
}

/// <summary>One thing the validator found (C2PA 2.2 §15.2).</summary>
/// <param name="Code">One of <see cref="StatusCodes"/>.</param>
/// <param name="Uri">JUMBF URI of what it is about; empty where that is the file.</param>
/// <param name="Kind">Whether it speaks for the manifest, against it, or neither.</param>
/// <param name="Explanation">A sentence for a person.</param>
/// <param name="IngredientUri">URI of the ingredient assertion whose manifest it is about; null for the active manifest.</param>
public sealed record ValidationStatus(string Code, string Uri, StatusKind Kind, string Explanation, string? IngredientUri = null)
{
    /// <summary>A failure of this library to judge, not of the manifest: a signature of an algorithm it does not have.</summary>
    internal bool IsUnverifiable { get; init; }
}
