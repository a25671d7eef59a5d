using System.IO.Compression;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Manifests;

/// <summary>
/// A manifest kept compressed (C2PA 2.2 §11.2.4): a superbox of type c2cm with one content box 'brob', whose content is a whole
/// standard or update manifest superbox of the same label, compressed with Brotli (RFC 7932).
/// </summary>
internal static class CompressedManifest
{
    private const int Quality = 9, WindowBits = 22;

    private static readonly FourCc Brob = new("brob");

    /// <param name="label">Of the manifest.</param>
    /// <param name="manifest">A standard or update manifest superbox.</param>
    /// <returns>The superbox to stand in its place.</returns>
    public static byte[] Compress(string label, ReadOnlySpan<byte> manifest)
    {
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(manifest.Length)];
        return BrotliEncoder.TryCompress(manifest, compressed, out var bytes, Quality, WindowBits)
            ? JumbfWriter.Superbox(JumbfType.CompressedManifest, label, [], JumbfWriter.Box(Brob, compressed.AsSpan(0, bytes)))
            : throw new InvalidOperationException("Brotli took more bytes than it says it can.");
    }

    /// <param name="box">Of type c2cm.</param>
    /// <param name="bytesLeft">How many bytes it may expand to; lowered by what it did, whether it is a manifest or not.</param>
    /// <returns>The manifest superbox.</returns>
    /// <exception cref="C2paFormatException">Not compressed as it must be, not a manifest of the same label, or over a limit.</exception>
    public static JumbfSuperbox Expand(JumbfSuperbox box, ref int bytesLeft)
    {
        if (box.OnlyContent(Brob) is not { } compressed)
            throw new C2paFormatException("A compressed manifest must hold one 'brob' box", box.Offset, box.Path);
        var content = JumbfReader.Read(Decompress(compressed.Span, ref bytesLeft, box));
        return content.Label == box.Label && (content.Type == JumbfType.Manifest || content.Type == JumbfType.LegacyManifest || content.Type == JumbfType.UpdateManifest)
            ? content
            : throw new C2paFormatException("A compressed manifest expands to something else than a manifest of its label", box.Offset, box.Path);
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlySpan<byte> compressed, ref int bytesLeft, JumbfSuperbox box)
    {
        var maxBytes = bytesLeft;
        var output = new byte[Math.Min(Math.Max(compressed.Length, 1024), maxBytes)];
        using var decoder = new BrotliDecoder();
        for (var written = 0; ;)
        {
            var status = decoder.Decompress(compressed, output.AsSpan(written), out var consumed, out var produced);
            compressed = compressed[consumed..];
            written += produced;
            bytesLeft = maxBytes - written;
            if (status == System.Buffers.OperationStatus.Done && compressed.IsEmpty)
                return output.AsMemory(0, written);
            if (status != System.Buffers.OperationStatus.DestinationTooSmall)
                throw new C2paFormatException("The Brotli data of a compressed manifest is malformed", box.Offset, box.Path);
            if (output.Length == maxBytes)
                throw new C2paFormatException($"Compressed manifests expand to more than {JumbfLimits.MaxExpandedBytes} bytes", box.Offset, box.Path);
            Array.Resize(ref output, (int)Math.Min(2L * output.Length, maxBytes));
        }
    }
}
