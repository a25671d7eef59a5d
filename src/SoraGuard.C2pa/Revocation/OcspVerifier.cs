using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Revocation;

/// <summary>Judges what an OCSP response says of a certificate at the time it signed (C2PA 2.2 §15.9.1; RFC 6960 §3.2, §4.2.2.2).</summary>
internal static class OcspVerifier
{
    /// <summary>How long a response holds that does not say when the next comes (§15.9.1).</summary>
    private static readonly TimeSpan DefaultValidity = TimeSpan.FromHours(24);

    /// <param name="encoded">A DER response.</param>
    /// <param name="certificate">The certificate asked about.</param>
    /// <param name="issuer">Of that certificate.</param>
    /// <param name="signedAt">By a trusted time-stamp; null where there is none.</param>
    /// <param name="now">The time of validation.</param>
    /// <param name="budget">Of the whole validation.</param>
    public static OcspStatus Judge(
        ReadOnlyMemory<byte> encoded, Certificate certificate, Certificate issuer, DateTimeOffset? signedAt, DateTimeOffset now, SignatureCheckBudget budget)
    {
        try
        {
            var response = OcspResponse.Parse(encoded);
            var entry = response.Entries.FirstOrDefault(e => e.IsOf(certificate, issuer));
            if (entry is null || !IsOfThatTime(entry, response.ProducedAt, signedAt, now) || !IsFromAuthorizedResponder(response, issuer, budget))
                return OcspStatus.DoesNotApply;
            // What was signed before the certificate was revoked, provably, stays signed (§15.9.2).
            var isRevokedLater = entry.Status == OcspStatus.Revoked && signedAt is { } time && entry.RevokedAt > time;
            return isRevokedLater ? OcspStatus.Good : entry.Status;
        }
        catch (C2paFormatException)
        {
            return OcspStatus.DoesNotApply;
        }
    }

    /// <summary>
    /// With a time-stamp: made after it, or valid at it. Without one there is no attested time, and the response must be valid now,
    /// as one fetched now would be (§15.9.2).
    /// </summary>
    private static bool IsOfThatTime(OcspEntry entry, DateTimeOffset producedAt, DateTimeOffset? signedAt, DateTimeOffset now)
    {
        var end = entry.NextUpdate ?? producedAt + DefaultValidity;
        return entry.ThisUpdate <= now && (signedAt is { } time ? time <= end : now <= end);
    }

    /// <summary>The issuer itself, or whom it has certified for OCSP (RFC 6960 §4.2.2.2), as of when the response was made.</summary>
    private static bool IsFromAuthorizedResponder(OcspResponse response, Certificate issuer, SignatureCheckBudget budget)
    {
        bool Signed(PublicKeyInfo key) => budget.TrySpend()
            && CertificateSignature.IsAllowed(response.SignatureAlgorithm)
            && CertificateSignature.Verify(response.SignatureAlgorithm, response.SignedBytes.Span, response.Signature.Span, key);
        bool IsDelegate(Certificate responder) => responder.Issuer.Span.SequenceEqual(issuer.Subject.Span)
            && responder.Extensions.ExtendedKeyUsages?.Contains(Oids.OcspSigning) == true
            && responder.IsValidAt(response.ProducedAt)
            && budget.TrySpend()
            && CertificateSignature.Verify(responder, issuer.Key);
        return Signed(issuer.Key) || response.Certificates.Select(Certificate.Parse).Any(c => IsDelegate(c) && Signed(c.Key));
    }
}
