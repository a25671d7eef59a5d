using System.Xml;

namespace SoraGuard.C2pa.Assets;

/// <summary>XMP of a file, of which one thing counts here: where it says its manifest is kept (C2PA 2.2 §11.5).</summary>
internal static class Xmp
{
    private const string DublinCoreTerms = "http://purl.org/dc/terms/";
    private const string Provenance = "provenance";
    private const int MaxAddressLength = 2048;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The http or https address under dcterms:provenance; null where there is none, or the XMP is malformed. Nothing is fetched.</summary>
    public static string? FindManifestAddress(byte[] xmp)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xmp), Settings);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                var isElement = reader.LocalName == Provenance && reader.NamespaceURI == DublinCoreTerms;
                var address = reader.GetAttribute(Provenance, DublinCoreTerms) ?? (isElement ? reader.ReadElementContentAsString() : null);
                if (address is { Length: <= MaxAddressLength } && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                    return address;
            }
        }
        catch (XmlException)
        {
            // Then it names no manifest that anybody can find.
        }
        return null;
    }
}
