namespace SoraGuard.C2pa.Cose;

/// <summary>One extension of a certificate, its value still encoded (RFC 5280 §4.2).</summary>
internal sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
