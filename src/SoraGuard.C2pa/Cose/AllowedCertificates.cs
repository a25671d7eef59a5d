using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// Signers' own certificates that are trusted as they are, without a chain to an anchor (C2PA 2.2 §14.4.2, the private credential
/// store). Kept as SHA-256 of the DER.
/// </summary>
public sealed class AllowedCertificates
{
    /// <summary>Entries of one list.</summary>
    public const int MaxEntries = 10_000;

    private readonly HashSet<string> _hashes;

    private AllowedCertificates(HashSet<string> hashes) => _hashes = hashes;

    /// <summary>An empty list.</summary>
    public static AllowedCertificates None { get; } = new([]);

    /// <summary>Entries.</summary>
    public int Count => _hashes.Count;

    /// <summary>PEM certificates, and lines that are the Base64 of a certificate's SHA-256; other lines are skipped.</summary>
    /// <exception cref="C2paFormatException">There is no entry, or there are too many.</exception>
    public static AllowedCertificates FromText(ReadOnlySpan<char> text)
    {
        var hashes = CertificatePem.Read(text).Select(c => Key(c.Span)).ToHashSet();
        var digest = new byte[SHA256.HashSizeInBytes];
        foreach (var line in text.EnumerateLines())
            if (Convert.TryFromBase64String(line.Trim().ToString(), digest, out var bytes) && bytes == digest.Length)
                hashes.Add(Convert.ToHexString(digest));
        return hashes.Count is > 0 and <= MaxEntries
            ? new AllowedCertificates(hashes)
            : throw new C2paFormatException($"A list of allowed certificates must have 1 to {MaxEntries} entries; there are {hashes.Count}");
    }

    internal bool Contains(Certificate certificate) => _hashes.Count > 0 && _hashes.Contains(Key(certificate.Raw.Span));

    private static string Key(ReadOnlySpan<byte> der) => Convert.ToHexString(SHA256.HashData(der));
}
