namespace SoraGuard.C2pa.Jumbf;

/// <summary>The content type of a JUMBF superbox (C2PA 2.2 §11.1): four readable bytes and the ISO suffix all of them share.</summary>
internal readonly record struct JumbfType(Guid Value)
{
    public const int Bytes = 16;

    public static readonly JumbfType ManifestStore = new("63327061"); // c2pa
    public static readonly JumbfType Manifest = new("63326D61"); // c2ma
    public static readonly JumbfType LegacyManifest = new("63326D64"); // c2md
    public static readonly JumbfType UpdateManifest = new("6332756D"); // c2um
    public static readonly JumbfType CompressedManifest = new("6332636D"); // c2cm
    public static readonly JumbfType AssertionStore = new("63326173"); // c2as
    public static readonly JumbfType Claim = new("6332636C"); // c2cl
    public static readonly JumbfType Signature = new("63326373"); // c2cs
    public static readonly JumbfType Cbor = new("63626F72"); // cbor
    public static readonly JumbfType Json = new("6A736F6E"); // json
    public static readonly JumbfType EmbeddedFile = new(new Guid("40cb0c32-bb8a-489d-a70b-2ad6f47f4369"));

    private JumbfType(string firstBytesInHex) : this(new Guid($"{firstBytesInHex}-0011-0010-8000-00AA00389B71"))
    {
    }

    public static JumbfType Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes[..Bytes], bigEndian: true));
}
