using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>A small time-stamp authority with one root and one P-256 key (RFC 3161): as an HTTP handler, or asked directly. What is not changed is right.</summary>
internal sealed class TestTimeStampAuthority : HttpMessageHandler
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1", TstInfo = "1.2.840.113549.1.9.16.1.4";
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestTimeStampAuthority(DateTimeOffset? validFrom = null, Action<CertificateRequest>? change = null)
    {
        var from = validFrom ?? Development.Now.AddDays(-100);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("O=Test TSA, CN=Root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(from, from.AddYears(20));
        var request = new CertificateRequest("O=Test TSA, CN=Stamps", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.TimeStamping)], true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        change?.Invoke(request);
        _certificate = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), from, from.AddDays(365), [7, 7]);
        RootPem = root.ExportCertificatePem();
        Trust = TrustAnchors.FromPem(RootPem);
    }

    public string RootPem { get; }

    public TrustAnchors Trust { get; }

    public DateTimeOffset Time { get; set; } = Development.Now;

    public Func<byte[], byte[]> ChangeImprint { get; set; } = i => i;

    public Func<byte[], byte[]> ChangeNonce { get; set; } = n => n;

    public Func<byte[], byte[]> ChangeSignature { get; set; } = s => s;

    public Func<byte[], byte[]> ChangeContentAfterSigning { get; set; } = c => c;

    public Func<byte[], byte[]> ChangeCertificate { get; set; } = c => c;

    public string ImprintAlgorithm { get; set; } = Sha256;

    public byte CertificateHashChange { get; set; }

    public bool NamesCertificateBySha2 { get; set; } = true;

    /// <summary>Whole HTTP answers, instead of a time-stamp.</summary>
    public Func<HttpResponseMessage>? Answer { get; set; }

    public int Requests { get; private set; }

    public TimeStampClient Client() => new(new HttpClient(this, disposeHandler: false), new Uri("http://tsa.example/"));

    /// <summary>A token of that data, without asking over HTTP.</summary>
    public byte[] Token(byte[] data) => Token(SHA256.HashData(data), nonce: null);

    public static byte[] Response(byte[]? token, int status = 0) => Write(w =>
    {
        using (w.PushSequence())
            w.WriteInteger(status);
        if (token is not null)
            w.WriteEncodedValue(token);
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        if (Answer is not null)
            return Answer();
        Assert.Equal("application/timestamp-query", request.Content!.Headers.ContentType!.MediaType);
        var query = new AsnReader(await request.Content.ReadAsByteArrayAsync(cancellationToken), AsnEncodingRules.DER).ReadSequence();
        Assert.Equal(1, query.ReadInteger());
        var imprint = query.ReadSequence();
        Assert.Equal(Sha256, imprint.ReadSequence().ReadObjectIdentifier());
        var hash = imprint.ReadOctetString();
        var nonce = query.ReadIntegerBytes().ToArray();
        Assert.True(query.ReadBoolean(), "certificates are asked for");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Response(Token(hash, ChangeNonce(nonce)))) };
    }

    protected override void Dispose(bool disposing)
    {
        _certificate.Dispose();
        _key.Dispose();
        base.Dispose(disposing);
    }

    private byte[] Token(byte[] hash, byte[]? nonce)
    {
        var content = Content(ChangeImprint(hash), nonce);
        var attributes = Attributes(content);
        var signature = ChangeSignature(_key.SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        return Write(w =>
        {
            w.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (w.PushSequence(Zero))
            using (w.PushSequence())
            {
                w.WriteInteger(3);
                using (w.PushSetOf())
                    Algorithm(w, Sha256);
                using (w.PushSequence())
                {
                    w.WriteObjectIdentifier(TstInfo);
                    using (w.PushSequence(Zero))
                        w.WriteOctetString(ChangeContentAfterSigning(content));
                }
                using (w.PushSetOf(Zero))
                    w.WriteEncodedValue(ChangeCertificate(_certificate.RawData));
                using (w.PushSetOf())
                    SignerInfo(w, attributes, signature);
            }
        });
    }

    private byte[] Content(byte[] imprint, byte[]? nonce) => Write(w =>
    {
        w.WriteInteger(1);
        w.WriteObjectIdentifier("1.2.3.4.5");
        using (w.PushSequence())
        {
            Algorithm(w, ImprintAlgorithm);
            w.WriteOctetString(imprint);
        }
        w.WriteInteger(42);
        w.WriteGeneralizedTime(Time, omitFractionalSeconds: true);
        if (nonce is not null)
            w.WriteInteger(nonce);
    });

    private byte[] Attributes(byte[] content)
    {
        var certificateHash = SHA256.HashData(_certificate.RawData);
        certificateHash[0] ^= CertificateHashChange;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Attribute(writer, "1.2.840.113549.1.9.3", w => w.WriteObjectIdentifier(TstInfo));
            Attribute(writer, "1.2.840.113549.1.9.4", w => w.WriteOctetString(SHA256.HashData(content)));
            Attribute(writer, NamesCertificateBySha2 ? "1.2.840.113549.1.9.16.2.47" : "1.2.840.113549.1.9.16.2.12", w =>
            {
                using (w.PushSequence())
                using (w.PushSequence())
                using (w.PushSequence())
                    w.WriteOctetString(certificateHash);
            });
        }
        return writer.Encode();
    }

    private void SignerInfo(AsnWriter w, byte[] attributes, byte[] signature)
    {
        using (w.PushSequence())
        {
            w.WriteInteger(1);
            using (w.PushSequence())
            {
                w.WriteEncodedValue(_certificate.IssuerName.RawData);
                w.WriteInteger(_certificate.SerialNumberBytes.Span);
            }
            Algorithm(w, Sha256);
            w.WriteEncodedValue([0xA0, .. attributes.AsSpan(1)]);
            Algorithm(w, Oids.EcdsaWithSha256);
            w.WriteOctetString(signature);
        }
    }

    private static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(oid);
    }

    private static void Attribute(AsnWriter writer, string oid, Action<AsnWriter> value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
                value(writer);
        }
    }

    private static byte[] Write(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            content(writer);
        return writer.Encode();
    }
}
