using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Validates an identity that an aggregator states in a credential, signed with the key of its decentralized identifier (CAWG Identity
/// Assertion 1.2 §8.1). An identifier that does not hold its key is not resolved: the identity is then named as not checked.
/// </summary>
internal sealed class AggregationValidator(ValidationOptions options, ValidationLog log, ValidationBudget budget)
{
    private const string ContentType = "application/vc";

    /// <param name="identity">The assertion.</param>
    /// <param name="isRight">Whether its references are.</param>
    /// <param name="latest">The identity was signed at this time or before.</param>
    /// <param name="uri">Of the assertion.</param>
    public CawgIdentity Validate(CawgIdentityAssertion identity, bool isRight, DateTimeOffset latest, string uri)
    {
        var found = new CawgIdentity { Uri = uri, SignatureType = identity.SignatureType, IsTrusted = false };
        if (Read(StatusCodes.CawgInvalidCoseSign1, uri, () => CoseSign1.ParseAny(identity.Signature)) is not { } cose || AlgorithmOf(cose, uri) is not { } algorithm)
            return found;
        var before = log.Statuses.Count;
        if (cose.Protected[CoseHeaders.ContentType] is not { Kind: CborKind.Text } type || type.AsText() != ContentType)
            log.Failure(StatusCodes.CawgInvalidContentType, uri, $"The identity's signature is not of a credential ({ContentType})");
        if (Read(StatusCodes.CawgInvalidCredential, uri, () => AggregationCredential.Parse(PayloadOf(cose), budget.Items)) is not { } credential)
            return found;
        found = found with { Issuer = credential.Issuer };
        if (!IsSigned(cose, algorithm, credential, uri))
            return found;
        found = found with { VerifiedIdentities = IdentitiesOf(credential, uri) };
        found = found with { Name = found.VerifiedIdentities.Select(i => i.Name).FirstOrDefault(n => n is not null) };
        CheckTime(credential, TimeOf(cose, uri) ?? latest, uri);
        if (!SignerPayloadJson.Matches(identity.Payload, credential.Asset))
            log.Failure(StatusCodes.CawgPayloadMismatch, uri, "The credential is of another assertion");
        if (credential.HasStatus)
            log.Note(StatusCodes.CawgRevocationUnsupported, uri, "Whether the credential was revoked was not checked: its issuer would have to be asked");
        var isWellFormed = isRight && log.Statuses.Skip(before).All(s => s.Kind != StatusKind.Failure);
        if (isWellFormed)
            log.Success(StatusCodes.CawgWellFormed, uri, "The identity assertion is well-formed and its signature fits");
        return found with { IsTrusted = isWellFormed & IsIssuerTrusted(found, isWellFormed, uri) };
    }

    private CoseAlgorithm? AlgorithmOf(CoseSign1 cose, string uri)
    {
        if (cose.Protected[CoseHeaders.Critical] is not null || cose.AlgorithmNumber is not { } number || !Enum.IsDefined((CoseAlgorithm)number))
            log.Failure(StatusCodes.CawgInvalidAlgorithm, uri, "The identity's signature names no algorithm that is verified, or demands a header that is not known");
        else if ((CoseAlgorithm)number == CoseAlgorithm.Ed25519 && !options.Ed25519Available)
            log.Unverifiable(StatusCodes.CawgInvalidAlgorithm, uri, "The identity is signed with Ed25519, for which OpenSSL's libcrypto is not here: it was not verified");
        else
            return (CoseAlgorithm)number;
        return null;
    }

    private bool IsSigned(CoseSign1 cose, CoseAlgorithm algorithm, AggregationCredential credential, string uri)
    {
        if (IssuerKey.Split(credential.Issuer) is not var (method, id))
            log.Failure(StatusCodes.CawgInvalidIssuer, uri, "The credential's issuer is no decentralized identifier");
        else if (!IssuerKey.IsSelfContained(method))
            log.Note(method == "web" ? StatusCodes.CawgDidUnavailable : StatusCodes.CawgDidUnsupported, uri,
                $"The identity was not checked: the key of its issuer did:{method} is not in the file, and is not fetched");
        else if (Read(StatusCodes.CawgInvalidDidDocument, uri, () => IssuerKey.Of(method, id, budget.Items)) is { } key)
        {
            if (CoseVerifier.Verify(cose, algorithm, key, PayloadOf(cose)))
                return true;
            log.Failure(StatusCodes.CawgIssuerSignatureMismatch, uri, "The signature of the credential about the identity does not fit");
        }
        return false;
    }

    private IReadOnlyList<VerifiedIdentity> IdentitiesOf(AggregationCredential credential, string uri)
    {
        var code = credential.Identities is null ? StatusCodes.CawgVerifiedIdentitiesMissing : StatusCodes.CawgVerifiedIdentitiesInvalid;
        return Read(code, uri, credential.ParseIdentities) ?? [];
    }

    /// <summary>By a time-stamp on the credential's signature that counts; null for none (§8.1.3).</summary>
    private DateTimeOffset? TimeOf(CoseSign1 cose, string uri)
    {
        if (TimeStampHeader.Find(cose, PayloadOf(cose)) is not { } header)
            return null;
        var verdict = header.Tokens is [var token]
            ? TimeStampVerifier.Verify(token, header.Stamped, options.TimeStampTrust, budget.SignatureChecks)
            : new TimeStampVerdict(StatusCodes.TimeStampMalformed, "The header does not hold exactly one time-stamp");
        if (verdict.Time is not null)
            log.Success(StatusCodes.CawgTimeStampValidated, uri, verdict.Explanation);
        else if (verdict.Code is StatusCodes.TimeStampMalformed or StatusCodes.TimeStampMismatch)
            log.Failure(StatusCodes.CawgTimeStampInvalid, uri, $"The time-stamp of the identity's credential: {verdict.Explanation}");
        else
            log.Note(verdict.Code, uri, $"The time-stamp of the identity's credential: {verdict.Explanation}");
        return verdict.Time;
    }

    /// <summary>§8.1.2.3</summary>
    private void CheckTime(AggregationCredential credential, DateTimeOffset time, string uri)
    {
        if (credential.ValidFrom is not { } from)
            log.Failure(StatusCodes.CawgValidFromMissing, uri, "The credential does not say from when on it is valid");
        else if (time < from)
            log.Failure(StatusCodes.CawgValidFromInvalid, uri, $"The credential is valid from {from.ToUniversalTime():u} on, after it was used");
        if (time > credential.ValidUntil)
            log.Failure(StatusCodes.CawgValidUntilInvalid, uri, $"The credential was not valid any more at {time.ToUniversalTime():u}");
    }

    private bool IsIssuerTrusted(CawgIdentity found, bool isWellFormed, string uri)
    {
        var who = found.Name is null ? "an identity" : $"the identity of '{found.Name}'";
        var isTrusted = options.IdentityIssuers.Contains(found.Issuer!.Split('#')[0]); // the signature was checked by it
        if (!isTrusted)
            log.Note(StatusCodes.CawgUntrustedIssuer, uri, $"An aggregator that nobody here vouches for states {who}");
        else if (isWellFormed)
            log.Success(StatusCodes.CawgCredentialValid, uri, $"A trusted aggregator states {who}");
        return isTrusted;
    }

    private static ReadOnlyMemory<byte> PayloadOf(CoseSign1 cose) => cose.Payload ?? throw new C2paFormatException("The signature carries no credential");

    private T? Read<T>(string code, string uri, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (C2paFormatException e)
        {
            log.Failure(code, uri, $"The identity's credential cannot be read: {e.Message}");
            return null;
        }
    }
}
