using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>Certificates in PEM (RFC 7468).</summary>
internal static class CertificatePem
{
    private const string Label = "CERTIFICATE";

    /// <summary>The DER of each, in order; none where there is none.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlySpan<char> pem)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        for (var rest = pem; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            if (rest[fields.Label] is Label)
                certificates.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
        return certificates;
    }
}
