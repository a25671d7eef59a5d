using System.Formats.Asn1;
using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>
/// Judges a time-stamp by C2PA 2.2 §15.8.2: signature, imprint, and a chain from the authority to an anchor that was valid at the
/// time it states, which is the time that matters even when its certificate has expired since.
/// </summary>
internal static class TimeStampVerifier
{
    private const string MessageDigest = "1.2.840.113549.1.9.4", ContentTypeAttribute = "1.2.840.113549.1.9.3";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    private static readonly IReadOnlySet<string> Usages = new HashSet<string> { Oids.TimeStamping };

    /// <param name="encoded">A token, or a response around one.</param>
    /// <param name="stamped">What it must be a time-stamp of.</param>
    /// <param name="trust">Anchors of time-stamp authorities.</param>
    /// <param name="budget">Of the whole validation.</param>
    public static TimeStampVerdict Verify(ReadOnlyMemory<byte> encoded, ReadOnlySpan<byte> stamped, TrustAnchors trust, SignatureCheckBudget budget)
    {
        try
        {
            var token = TimeStampToken.Parse(encoded);
            if (token.Message.Signers is not [var signer])
                return new TimeStampVerdict(StatusCodes.TimeStampMalformed, "The time-stamp does not have exactly one signer");
            var certificates = token.Message.Certificates.Select(Certificate.Parse).ToList();
            return certificates.Find(signer.IsOf) is { } authority
                ? Verify(token, signer, [authority, .. certificates.Where(c => c != authority)], stamped, trust, budget)
                : new TimeStampVerdict(StatusCodes.TimeStampUntrusted, "The time-stamp does not bring its authority's certificate");
        }
        catch (Exception e) when (e is C2paFormatException or AsnContentException or ArgumentException)
        {
            return new TimeStampVerdict(StatusCodes.TimeStampMalformed, $"The time-stamp cannot be read: {e.Message}");
        }
    }

    private static TimeStampVerdict Verify(
        TimeStampToken token, CmsSignerInfo signer, IReadOnlyList<Certificate> chain, ReadOnlySpan<byte> stamped, TrustAnchors trust,
        SignatureCheckBudget budget)
    {
        if (CertificateSignature.OfSigner(signer.SignatureAlgorithm, signer.Digest) is not { } algorithm || DigestOf(signer.Digest) is not { } digest)
            return new TimeStampVerdict(StatusCodes.TimeStampUntrusted, "The time-stamp is signed with an algorithm C2PA does not allow");
        if (!IsSignedBy(token, signer, chain[0], algorithm, digest))
            return new TimeStampVerdict(StatusCodes.TimeStampMismatch, "The time-stamp's own signature does not fit it");
        if (DigestOf(token.Info.ImprintAlgorithm) is not { } imprint)
            return new TimeStampVerdict(StatusCodes.TimeStampUntrusted, "The time-stamp hashes with an algorithm C2PA does not allow");
        if (!CryptographicOperations.HashData(imprint, stamped).AsSpan().SequenceEqual(token.Info.Imprint.Span))
            return new TimeStampVerdict(StatusCodes.TimeStampMismatch, "The time-stamp is of something else");
        if (CertificateProfile.FindViolation(chain[0], Usages) is { } violation)
            return new TimeStampVerdict(StatusCodes.TimeStampUntrusted, $"The time-stamp authority's certificate breaks the C2PA profile: {violation}");
        return CertificateChain.Judge(chain, trust, token.Info.Time, budget) switch
        {
            ChainTrust.Trusted => new TimeStampVerdict(
                StatusCodes.TimeStampValidated, $"Time-stamped at {token.Info.Time.ToUniversalTime():u} by a trusted authority", token.Info.Time),
            ChainTrust.OutsideValidity => new TimeStampVerdict(
                StatusCodes.TimeStampOutsideValidity, "A certificate of the time-stamp authority was not valid at the time it states"),
            _ => new TimeStampVerdict(StatusCodes.TimeStampUntrusted, "The time-stamp authority's certificate leads to no trust anchor"),
        };
    }

    /// <summary>RFC 5652 §5.4: over the attributes, which hold the digest of the content. RFC 3161 §2.4.2 demands attributes.</summary>
    private static bool IsSignedBy(TimeStampToken token, CmsSignerInfo signer, Certificate authority, AlgorithmIdentifier algorithm, HashAlgorithmName digest)
    {
        if (signer.Attribute(MessageDigest) is not { } signedDigest || signer.Attribute(ContentTypeAttribute) is not { } contentType)
            return false;
        var contentDigest = CryptographicOperations.HashData(digest, token.Message.Content.Span);
        return new AsnReader(signedDigest, AsnEncodingRules.BER).ReadOctetString().AsSpan().SequenceEqual(contentDigest)
            && new AsnReader(contentType, AsnEncodingRules.BER).ReadObjectIdentifier() == TimeStampInfo.ContentType
            && NamesCertificate(signer, authority)
            && CertificateSignature.Verify(algorithm, signer.SignedAttributes.Span, signer.Signature.Span, authority.Key);
    }

    /// <summary>
    /// Where the token names its certificate by a SHA-2 hash, it must be this one (RFC 5816 §2.2.1): <code>SEQUENCE { SEQUENCE OF
    /// SEQUENCE { algorithm DEFAULT sha256, hash, issuer? } }</code> Older tokens name it by SHA-1, which proves nothing more.
    /// </summary>
    private static bool NamesCertificate(CmsSignerInfo signer, Certificate authority)
    {
        if (signer.Attribute(SigningCertificateV2) is not { } attribute)
            return true;
        var first = new AsnReader(attribute, AsnEncodingRules.BER).ReadSequence().ReadSequence().ReadSequence();
        var algorithm = first.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? DigestOf(AlgorithmIdentifier.Read(first).Oid) : HashAlgorithmName.SHA256;
        return algorithm is { } name && first.ReadOctetString().AsSpan().SequenceEqual(CryptographicOperations.HashData(name, authority.Raw.Span));
    }

    private static HashAlgorithmName? DigestOf(string oid) => oid switch
    {
        Oids.Sha256 => HashAlgorithmName.SHA256,
        Oids.Sha384 => HashAlgorithmName.SHA384,
        Oids.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };
}
