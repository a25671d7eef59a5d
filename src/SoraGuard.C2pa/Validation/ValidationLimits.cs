namespace SoraGuard.C2pa.Validation;

/// <summary>How much one validation follows. Beyond any of these it ends with <see cref="C2paFormatException"/>.</summary>
public static class ValidationLimits
{
    /// <summary>Ingredients of ingredients, from the active manifest down.</summary>
    public const int MaxIngredientDepth = 16;

    /// <summary>Manifests validated, the active one included.</summary>
    public const int MaxManifests = 256;
}
