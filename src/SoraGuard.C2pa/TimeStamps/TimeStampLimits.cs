namespace SoraGuard.C2pa.TimeStamps;

/// <summary>How much time-stamp data is looked at. Beyond any of these a time-stamp is malformed.</summary>
public static class TimeStampLimits
{
    /// <summary>Bytes of one token or response. Real ones have 3 to 8 thousand.</summary>
    public const int MaxTokenBytes = 64 * 1024;

    /// <summary>Certificates in one token.</summary>
    public const int MaxCertificates = 16;

    /// <summary>Tokens for one manifest in time-stamp assertions; each may be tried.</summary>
    public const int MaxTokensPerManifest = 8;
}
