namespace SoraGuard.C2pa.Revocation;

/// <summary>What an OCSP responder says of a certificate (RFC 6960 §2.2), or why nothing can be taken from it.</summary>
internal enum OcspStatus
{
    /// <summary>Of another certificate, another time, or not from who may speak of it.</summary>
    DoesNotApply,
    Good,
    Revoked,
    Unknown,
}
