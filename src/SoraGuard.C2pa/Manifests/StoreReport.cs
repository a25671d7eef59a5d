using System.Text;
using System.Text.Json;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Manifests;

/// <summary>
/// Everything a file's manifest store says, unverified, as one line of JSON: <c>{"file", "activeManifest", "manifests": [{"label",
/// "type", "compressed", "compressed", "claimLabel", "claim", "signature": {"algorithm", "issuer", "validFrom", "validTo", "certificates"}, "assertions":
/// [{"label", "format", "bytes", "content"}]}]}</c>. Whether any of it is true, validation says.
/// </summary>
public static class StoreReport
{
    /// <param name="file">Name to report.</param>
    /// <param name="stream">Readable and seekable; left anywhere and open.</param>
    /// <returns>With no manifests where the file has no store, or several, which counts as none.</returns>
    /// <exception cref="C2paFormatException">The file or its store cannot be read, or holds no CBOR where it must.</exception>
    public static string ToJson(string file, Stream stream)
    {
        var asset = Asset.Open(stream);
        var store = asset.StoreCount == 1 ? ManifestStore.Parse(asset.ReadStore()) : null;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("activeManifest", store?.Active.Label);
            writer.WriteStartArray("manifests");
            foreach (var manifest in store?.Manifests ?? [])
                Write(writer, manifest);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, Manifest manifest)
    {
        writer.WriteStartObject();
        writer.WriteString("label", manifest.Label);
        writer.WriteString("type", manifest.IsUpdate ? "update" : "standard");
        writer.WriteBoolean("compressed", manifest.IsCompressed);
        var claim = manifest.Claims.Count > 0 ? manifest.Claims[0] : null;
        writer.WriteString("claimLabel", claim?.Label);
        writer.WritePropertyName("claim");
        CborJson.Write(writer, claim is not null && Manifest.ClaimBytes(claim) is { } bytes ? CborValue.Decode(bytes) : CborValue.Null);
        writer.WritePropertyName("signature");
        WriteSignature(writer, manifest);
        writer.WriteStartArray("assertions");
        foreach (var assertion in manifest.Assertions)
            Write(writer, assertion);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSignature(Utf8JsonWriter writer, Manifest manifest)
    {
        if (manifest.SignatureBox is not { } box || manifest.FindSignature(JumbfUri.ForBox(manifest.Label, box.Label)) is not { } encoded)
        {
            writer.WriteNullValue();
            return;
        }
        var cose = CoseSign1.Parse(encoded);
        var chain = CoseHeaders.CertificateChain(cose.Protected, cose.Unprotected);
        var leaf = Certificate.Parse(chain[0]);
        writer.WriteStartObject();
        writer.WriteString("algorithm", cose.AlgorithmNumber is { } number && Enum.IsDefined((CoseAlgorithm)number) ? ((CoseAlgorithm)number).ToString() : null);
        writer.WriteString("issuer", DistinguishedName.Display(leaf.Subject));
        writer.WriteString("validFrom", leaf.NotBefore);
        writer.WriteString("validTo", leaf.NotAfter);
        writer.WriteNumber("certificates", chain.Count);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ManifestAssertion assertion)
    {
        writer.WriteStartObject();
        writer.WriteString("label", assertion.Label);
        writer.WriteString("format", assertion.Format.ToString());
        writer.WriteNumber("bytes", assertion.Box.Bytes.Length);
        writer.WritePropertyName("content");
        CborJson.Write(writer, assertion.Format == AssertionFormat.Other ? CborValue.Null : assertion.Decode());
        writer.WriteEndObject();
    }
}
