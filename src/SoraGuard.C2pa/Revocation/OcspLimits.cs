namespace SoraGuard.C2pa.Revocation;

/// <summary>How much revocation data is looked at. Beyond any of these a response counts as none.</summary>
public static class OcspLimits
{
    /// <summary>Bytes of one response. Real ones have up to 3 thousand.</summary>
    public const int MaxResponseBytes = 64 * 1024;

    /// <summary>Responses for one signature.</summary>
    public const int MaxResponses = 32;

    /// <summary>Certificates one response speaks of, and certificates it brings.</summary>
    public const int MaxEntries = 32;
}
