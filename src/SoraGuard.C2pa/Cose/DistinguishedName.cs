using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SoraGuard.C2pa.Cose;

/// <summary>Who a certificate names.</summary>
internal static class DistinguishedName
{
    private const int MaxDisplayLength = 200;

    /// <summary>The organization, else the common name, else null. Without control characters: it is shown to people.</summary>
    public static string? Display(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var names = new X500DistinguishedName(encoded.Span).EnumerateRelativeDistinguishedNames().Where(n => !n.HasMultipleElements).ToList();
            var name = Last(names, Oids.Organization) ?? Last(names, Oids.CommonName);
            return name is null ? null : new string([.. name.Where(c => !char.IsControl(c)).Take(MaxDisplayLength)]);
        }
        catch (CryptographicException)
        {
            return null; // Only its text is lost: identity is compared by the encoded bytes.
        }
    }

    private static string? Last(List<X500RelativeDistinguishedName> names, string oid) =>
        names.FindLast(n => n.GetSingleElementType().Value == oid)?.GetSingleElementValue();
}
