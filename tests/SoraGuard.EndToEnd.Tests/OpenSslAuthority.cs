using System.Diagnostics;
using System.Net;

namespace SoraGuard.EndToEnd.Tests;

/// <summary>A certificate authority, signers' certificates and a time-stamp authority over HTTP, all by OpenSSL.</summary>
internal sealed class OpenSslAuthority : IDisposable
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
        digests = sha256
        ess_cert_id_alg = sha256
        [tsa_ext]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature
        extendedKeyUsage = critical,timeStamping
        authorityKeyIdentifier = keyid
        [signer_ext]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature
        extendedKeyUsage = emailProtection
        authorityKeyIdentifier = keyid
        [ca_ext]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign
        subjectKeyIdentifier = hash
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-openssl-").FullName;
    private readonly HttpListener listener = new();
    private int requests;

    public OpenSslAuthority()
    {
        Url = Soraguard.FreeUrl() + "/";
        File.WriteAllText(PathOf("authority.cnf"), Configuration);
        File.WriteAllText(PathOf("serial"), "01");
        OpenSsl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/O=Test/CN=CA", "-days", "10",
            "-keyout", "ca.key", "-out", "ca.pem", "-extensions", "ca_ext", "-config", "authority.cnf");
        Issue("tsa", "tsa_ext");
        Issue("signer", "signer_ext");
        OpenSsl("pkcs8", "-topk8", "-in", "signer.key", "-out", "signer-encrypted.key", "-passout", "pass:secret");
        File.WriteAllText(PathOf("password"), "secret\n");
        listener.Prefixes.Add(Url);
        listener.Start();
        _ = AnswerAsync();
    }

    public static string? ReasonToSkip => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "openssl"))) ? null : "needs OpenSSL: apt-get install -y openssl";

    /// <summary>Of the time-stamp authority.</summary>
    public string Url { get; }

    public int Requests => requests;

    public string RootPath => PathOf("ca.pem");

    public string PathOf(string name) => Path.Combine(folder, name);

    public void Dispose()
    {
        listener.Close();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AnswerAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref requests);
            await using (var query = File.Create(PathOf("query.tsq"))) await context.Request.InputStream.CopyToAsync(query);
            OpenSsl("ts", "-reply", "-queryfile", "query.tsq", "-out", "reply.tsr", "-config", "authority.cnf", "-section", "tsa");
            context.Response.ContentType = "application/timestamp-reply";
            await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(PathOf("reply.tsr")));
            context.Response.Close();
        }
    }

    private void Issue(string name, string extensions)
    {
        OpenSsl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", $"/O=Studio {name}/CN={name}", "-keyout", name + ".key", "-out", name + ".csr", "-config", "authority.cnf");
        OpenSsl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "5", "-out", name + ".pem", "-extfile", "authority.cnf", "-extensions", extensions);
    }

    private void OpenSsl(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {errors}");
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute() => Skip = OpenSslAuthority.ReasonToSkip;
}
