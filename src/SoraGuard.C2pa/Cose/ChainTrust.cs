namespace SoraGuard.C2pa.Cose;

/// <summary>Where a certificate chain leads.</summary>
internal enum ChainTrust
{
    /// <summary>To no anchor, whatever the time.</summary>
    Untrusted,

    /// <summary>To an anchor, but one of its certificates is not valid at the time asked for.</summary>
    OutsideValidity,

    /// <summary>To an anchor, all of it valid at the time asked for.</summary>
    Trusted,
}
