namespace SoraGuard.C2pa.Validation;

/// <summary>How much one validation follows, over all manifests together. Beyond any of these it ends with <see cref="C2paFormatException"/>.</summary>
public static class ValidationLimits
{
    /// <summary>Ingredients of ingredients, from the active manifest down.</summary>
    public const int MaxIngredientDepth = 16;

    /// <summary>Manifests validated, the active one included, each as often as it is an ingredient.</summary>
    public const int MaxManifests = 256;

    /// <summary>Bytes of manifests and assertions hashed; of media there is no limit.</summary>
    public const long MaxHashedStoreBytes = 256L * 1024 * 1024;

    /// <summary>CBOR and JSON values decoded.</summary>
    public const int MaxItems = 250_000;

    /// <summary>Statuses reported.</summary>
    public const int MaxStatuses = 50_000;
}
