using System.Net;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.TimeStamps;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>OpenSSL as time-stamp authority (<c>openssl ts</c>): it understands what is asked, and its tokens count.</summary>
[Trait("Category", "Integration")]
public sealed class OpenSslTimeStampTests : IDisposable
{
    private const string Configuration = """
        [req]
        distinguished_name = dn
        [dn]
        [tsa]
        serial = serial
        signer_cert = tsa.pem
        certs = ca.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256, sha384, sha512
        ess_cert_id_chain = no
        ess_cert_id_alg = DIGEST
        [tsa_ext]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature
        extendedKeyUsage = critical,timeStamping
        authorityKeyIdentifier = keyid
        [ca_ext]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign
        subjectKeyIdentifier = hash
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenSslTheory]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", "sha256")]
    [InlineData("rsa:2048", "sha1")]
    [InlineData("rsa:3072", "sha512")]
    public async Task TokenOfOpenSsl_IsAskedForAndCounts(string key, string certificateNameDigest)
    {
        MakeAuthority(key, certificateNameDigest);
        var now = DateTimeOffset.UtcNow;
        var trust = TrustAnchors.FromPem(File.ReadAllText(_folder.PathOf("ca.pem")));
        using var http = new HttpClient(new Handler(this));
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();
        var options = new SigningOptions
        {
            Time = Development.Now,
            Random = new SeededRandom(),
            TimeStamp = new TimeStampClient(http, new Uri("http://localhost/")),
            TimeStampTrust = trust,
        };
        var authority = DevelopmentAuthority.Create(now.AddDays(-2), new SeededRandom());
        var credential = authority.Issue(now.AddDays(-2), new SeededRandom());
        using var signer = PemSigner.FromPem(credential.ChainPem, credential.KeyPem);

        var result = await Mp4Signer.SignAsync(source, destination, Development.ByAi(), signer, options);

        Assert.Contains(StatusCodes.TimeStampValidated, result.Validation.Codes.Select(c => c.Code));
        Assert.InRange(result.Validation.SigningTime!.Value, now.AddMinutes(-1), now.AddMinutes(5));
    }

    private void MakeAuthority(string key, string certificateNameDigest)
    {
        var configuration = _folder.PathOf("tsa.cnf");
        File.WriteAllText(configuration, Configuration.Replace("DIGEST", certificateNameDigest, StringComparison.Ordinal));
        File.WriteAllText(_folder.PathOf("serial"), "01");
        var newKey = key.Split(' ');
        OpenSsl(["req", "-x509", "-newkey", .. newKey, "-nodes", "-subj", "/O=Test/CN=CA", "-days", "10", "-keyout", "ca.key", "-out", "ca.pem",
            "-extensions", "ca_ext", "-config", configuration]);
        OpenSsl(["req", "-new", "-newkey", .. newKey, "-nodes", "-subj", "/O=Test/CN=TSA", "-keyout", "tsa.key", "-out", "tsa.csr", "-config", configuration]);
        OpenSsl(["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "10", "-out", "tsa.pem",
            "-extfile", configuration, "-extensions", "tsa_ext"]);
    }

    private byte[] Reply(byte[] query)
    {
        File.WriteAllBytes(_folder.PathOf("query.tsq"), query);
        OpenSsl(["ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query.tsq", "-out", "reply.tsr"]);
        return File.ReadAllBytes(_folder.PathOf("reply.tsr"));
    }

    private void OpenSsl(IEnumerable<string> arguments) => Tool.Run("openssl", arguments, _folder.PathOf(""));

    private sealed class Handler(OpenSslTimeStampTests authority) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => new(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(authority.Reply(await request.Content!.ReadAsByteArrayAsync(cancellationToken))),
        };
    }
}

/// <summary>A test that needs the program openssl.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute() => Skip = Tool.IsInstalled("openssl") ? null : "needs openssl: apt-get install -y openssl";
}
