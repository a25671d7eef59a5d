namespace SoraGuard.C2pa.Cbor;

/// <summary>How much CBOR one item may hold. Beyond any of these it is rejected with <see cref="C2paFormatException"/>.</summary>
public static class CborLimits
{
    /// <summary>Arrays, maps and tags within one another. Real claims need 6.</summary>
    public const int MaxDepth = 32;

    /// <summary>Values in one document, keys included. The largest real claims hold a few thousand.</summary>
    public const int MaxItems = 100_000;

    /// <summary>Bytes of one JSON document.</summary>
    public const int MaxJsonBytes = 1024 * 1024;
}
