using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>Speaks for the development intermediate about the development signer (RFC 6960). What is not changed is right.</summary>
internal sealed record TestOcspResponder
{
    private const string Sha1 = "1.3.14.3.2.26";

    public enum Answer
    {
        Good,
        Revoked,
        Unknown,
    }

    public Answer Status { get; init; }

    public DateTimeOffset RevokedAt { get; init; } = Development.Now.AddDays(-2);

    /// <summary>RFC 5280 §5.3.1; null for not saying.</summary>
    public int? Reason { get; init; }

    public DateTimeOffset ThisUpdate { get; init; } = Development.Now.AddHours(-1);

    public DateTimeOffset? NextUpdate { get; init; } = Development.Now.AddDays(5);

    public DateTimeOffset ProducedAt { get; init; } = Development.Now.AddHours(-1);

    public int ResponseStatus { get; init; }

    /// <summary>Of the certificate asked about.</summary>
    public Certificate About { get; init; } = Certificate.Parse(Development.Signer.CertificateChain[0]);

    /// <summary>Whether a delegate signs instead of the issuer, and with what extended key usages.</summary>
    public IReadOnlyList<string>? DelegateUsages { get; init; }

    public Func<byte[], byte[]> ChangeSignature { get; init; } = s => s;

    public byte[] Respond()
    {
        using var issuer = X509Certificate2.CreateFromPem(Development.Authority.IntermediateCertificatePem, Development.Authority.IntermediateKeyPem);
        using var issuerKey = issuer.GetECDsaPrivateKey()!;
        using var delegateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var delegated = DelegateUsages is null ? null : Delegate(issuer, issuerKey, delegateKey);
        var data = Sequence(w => WriteData(w, issuer));
        var signature = ChangeSignature((delegated is null ? issuerKey : delegateKey).SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var basic = Sequence(w =>
        {
            w.WriteEncodedValue(data);
            using (w.PushSequence())
                w.WriteObjectIdentifier(Oids.EcdsaWithSha256);
            w.WriteBitString(signature);
            if (delegated is null)
                return;
            using (w.PushSequence(Tag(0)))
            using (w.PushSequence())
                w.WriteEncodedValue(delegated);
        });
        return Sequence(w =>
        {
            w.WriteEncodedValue([0x0A, 1, (byte)ResponseStatus]);
            using (w.PushSequence(Tag(0)))
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                w.WriteOctetString(basic);
            }
        });
    }

    private byte[] Delegate(X509Certificate2 issuer, ECDsa issuerKey, ECDsa key)
    {
        var request = new CertificateRequest("CN=Responder", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. DelegateUsages!.Select(u => new Oid(u))], false));
        return request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), Development.Now.AddHours(-5), Development.Now.AddDays(5), [9]).RawData;
    }

    private void WriteData(AsnWriter w, X509Certificate2 issuer)
    {
        using (w.PushSequence(Tag(2)))
            w.WriteOctetString(new byte[20]);
        w.WriteGeneralizedTime(ProducedAt, omitFractionalSeconds: true);
        using (w.PushSequence())
        using (w.PushSequence())
        {
            using (w.PushSequence())
            {
                using (w.PushSequence())
                    w.WriteObjectIdentifier(Sha1);
                w.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, issuer.SubjectName.RawData));
                w.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, issuer.GetPublicKey()));
                w.WriteInteger(About.SerialNumber.Span);
            }
            WriteStatus(w);
            w.WriteGeneralizedTime(ThisUpdate, omitFractionalSeconds: true);
            if (NextUpdate is { } next)
                using (w.PushSequence(Tag(0)))
                    w.WriteGeneralizedTime(next, omitFractionalSeconds: true);
        }
    }

    private void WriteStatus(AsnWriter w)
    {
        if (Status != Answer.Revoked)
        {
            w.WriteNull(new Asn1Tag(TagClass.ContextSpecific, (int)Status));
            return;
        }
        using (w.PushSequence(Tag(1)))
        {
            w.WriteGeneralizedTime(RevokedAt, omitFractionalSeconds: true);
            if (Reason is { } reason)
                using (w.PushSequence(Tag(0)))
                    w.WriteEncodedValue([0x0A, 1, (byte)reason]);
        }
    }

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    private static byte[] Sequence(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            content(writer);
        return writer.Encode();
    }
}
