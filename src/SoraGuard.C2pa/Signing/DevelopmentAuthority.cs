using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// A certificate authority for development and tests: a P-256 root (10 years), an intermediate (5 years) and, from it, signers'
/// certificates of at most 366 days that meet the C2PA profile (C2PA 2.2 §14.5.1). Nobody trusts it but those who are given its
/// root as an anchor. The root's key is used once and not kept.
/// </summary>
/// <remarks>Holds a private key as text: write it to files only their owner can read.</remarks>
public sealed class DevelopmentAuthority
{
    /// <summary>Validity of the root.</summary>
    public const int RootYears = 10;
    /// <summary>Validity of the intermediate.</summary>
    public const int IntermediateYears = 5;

    /// <summary>The most that a signer's certificate is valid.</summary>
    public static readonly TimeSpan MaxLeafValidity = TimeSpan.FromDays(366);

    /// <summary>Validity of a signer's certificate, where none is asked for.</summary>
    public static readonly TimeSpan DefaultLeafValidity = TimeSpan.FromDays(365);

    private const int SerialBytes = 16;

    private DevelopmentAuthority(string rootCertificatePem, string intermediateCertificatePem, string intermediateKeyPem) =>
        (RootCertificatePem, IntermediateCertificatePem, IntermediateKeyPem) = (rootCertificatePem, intermediateCertificatePem, intermediateKeyPem);

    /// <summary>The trust anchor.</summary>
    public string RootCertificatePem { get; }

    /// <summary>Issues signers' certificates; goes with each signature.</summary>
    public string IntermediateCertificatePem { get; }

    /// <summary>PKCS#8, unencrypted: secret.</summary>
    public string IntermediateKeyPem { get; }

    /// <summary>Makes a new root and intermediate.</summary>
    /// <param name="validFrom">Start of validity, in whole seconds.</param>
    /// <param name="random">Source of the serial numbers. Keys come from the cryptographic library.</param>
    /// <param name="organization">Name in all certificates.</param>
    public static DevelopmentAuthority Create(DateTimeOffset validFrom, RandomNumberGenerator random, string organization = "SoraGuard Development")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(organization);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = X509SignatureGenerator.CreateForECDsa(rootKey);
        var rootRequest = AuthorityRequest(Name(organization, "Development Root"), rootKey, pathLength: null);
        using var root = rootRequest.Create(rootRequest.SubjectName, generator, validFrom, validFrom.AddYears(RootYears), Serial(random));
        var request = AuthorityRequest(Name(organization, "Development Intermediate"), key, pathLength: 0);
        request.CertificateExtensions.Add(IssuerKey(root));
        using var intermediate = request.Create(root.SubjectName, generator, validFrom, validFrom.AddYears(IntermediateYears), Serial(random));
        return new DevelopmentAuthority(root.ExportCertificatePem(), intermediate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>One that was made before.</summary>
    public static DevelopmentAuthority Load(string rootCertificatePem, string intermediateCertificatePem, string intermediateKeyPem) =>
        new(rootCertificatePem, intermediateCertificatePem, intermediateKeyPem);

    /// <summary>Issues a signer's certificate with a new key.</summary>
    /// <param name="validFrom">Start of validity, in whole seconds.</param>
    /// <param name="random">Source of the serial number.</param>
    /// <param name="validity">At most <see cref="MaxLeafValidity"/>; null for <see cref="DefaultLeafValidity"/>.</param>
    /// <param name="name">Common name of the signer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The validity is too long, or reaches past that of the intermediate.</exception>
    public DevelopmentCredential Issue(DateTimeOffset validFrom, RandomNumberGenerator random, TimeSpan? validity = null, string name = "Development Signer")
    {
        using var intermediate = X509Certificate2.CreateFromPem(IntermediateCertificatePem, IntermediateKeyPem);
        using var issuerKey = intermediate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("The intermediate has no EC key.");
        var validTo = validFrom + (validity ?? DefaultLeafValidity);
        var last = intermediate.NotAfter.ToUniversalTime();
        if (validTo - validFrom > MaxLeafValidity || validTo <= validFrom || validTo > last)
            throw new ArgumentOutOfRangeException(
                nameof(validity),
                $"A signer's certificate is valid for at most {MaxLeafValidity.Days} days, and no longer than its intermediate (to {last:u}).");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = SignerRequest(Name(Organization(intermediate), name), key);
        request.CertificateExtensions.Add(IssuerKey(intermediate));
        using var leaf = request.Create(intermediate.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), validFrom, validTo, Serial(random));
        return new DevelopmentCredential
        {
            ChainPem = $"{leaf.ExportCertificatePem()}\n{IntermediateCertificatePem}\n",
            KeyPem = key.ExportPkcs8PrivateKeyPem(),
            ValidTo = validTo,
        };
    }

    private static CertificateRequest AuthorityRequest(X500DistinguishedName name, ECDsa key, int? pathLength)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, pathLength is not null, pathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static CertificateRequest SignerRequest(X500DistinguishedName name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClaimSigning), new Oid(Oids.DocumentSigning)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static X509AuthorityKeyIdentifierExtension IssuerKey(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single());

    private static X500DistinguishedName Name(string organization, string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddOrganizationName(organization);
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    private static string Organization(X509Certificate2 certificate) =>
        DistinguishedName.Display(certificate.SubjectName.RawData) ?? throw new InvalidOperationException("The intermediate names no organization.");

    /// <summary>Positive and not 0, as RFC 5280 §4.1.2.2 wants it.</summary>
    private static byte[] Serial(RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var serial = new byte[SerialBytes];
        random.GetBytes(serial);
        serial[0] = (byte)(serial[0] & 0x3F | 0x40);
        return serial;
    }
}

/// <summary>A signer's certificate and key. Not a record, so that no text form shows the key.</summary>
public sealed class DevelopmentCredential
{
    /// <summary>The signer's certificate, then the intermediate.</summary>
    public required string ChainPem { get; init; }

    /// <summary>PKCS#8, unencrypted: secret.</summary>
    public required string KeyPem { get; init; }

    /// <summary>End of the certificate's validity.</summary>
    public required DateTimeOffset ValidTo { get; init; }
}
