using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Cose;

/// <summary>Header labels of C2PA signatures (C2PA 2.2 §13.2, §14.5; RFC 9360).</summary>
internal static class CoseHeaders
{
    public const long Algorithm = 1;
    public const long Critical = 2;
    public const long ContentType = 3;
    public const long CwtClaims = 15;
    public const long IssuedAt = 6;
    public const string IssuedAtText = "iat";
    public const long X5Chain = 33;
    public const string X5ChainText = "x5chain";
    public const string TimeStampV1 = "sigTst";
    public const string TimeStampV2 = "sigTst2";
    public const string RevocationValues = "rVals";
    public const string Padding = "pad";
    public const string SecondPadding = "pad2";

    /// <summary>Of the last second of the year 9999.</summary>
    private const double MaxSeconds = 253402300799;

    /// <summary>
    /// The certificates, leaf first: label 33 before the text label, and never one label in both buckets. Writers put them under
    /// 33 in the protected bucket; older ones used the text and the unprotected bucket.
    /// </summary>
    /// <exception cref="C2paFormatException">No chain, an ambiguous one, or one that is no byte strings.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain(CborValue protectedHeader, CborValue unprotectedHeader)
    {
        var byNumber = Single(protectedHeader[X5Chain], unprotectedHeader[X5Chain]);
        var byText = Single(protectedHeader[X5ChainText], unprotectedHeader[X5ChainText]);
        var chain = byNumber ?? byText ?? throw new C2paFormatException("The signature carries no certificate chain (x5chain)");
        if (chain.Kind == CborKind.Bytes)
            return [chain.AsBytes()];
        return chain is { Kind: CborKind.Array, Items.Count: > 0 and <= CertificateLimits.MaxChainLength }
            ? [.. chain.Items.Select(c => c.AsBytes())]
            : throw new C2paFormatException($"The certificate chain (x5chain) must have 1 to {CertificateLimits.MaxChainLength} byte strings");
    }

    /// <summary>When the signer says it signed, in seconds since 1970 (iat, RFC 8392 §3.1.6): among CWT claims (RFC 9597), or by its name. Null for not saying.</summary>
    public static DateTimeOffset? IssuedAtOf(CborValue protectedHeader)
    {
        var value = protectedHeader[CwtClaims]?[IssuedAt] ?? protectedHeader[IssuedAtText];
        return value is { Kind: CborKind.Integer or CborKind.Float } && value.AsNumber() is > 0 and < MaxSeconds and var seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }

    private static CborValue? Single(CborValue? inProtected, CborValue? inUnprotected) =>
        inProtected is not null && inUnprotected is not null
            ? throw new C2paFormatException("The certificate chain (x5chain) stands in both header buckets")
            : inProtected ?? inUnprotected;
}
