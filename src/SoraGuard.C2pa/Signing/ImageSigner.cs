using System.Buffers;
using System.Security.Cryptography;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Signs JPEG and PNG files (C2PA 2.2 §A.3): the manifest store goes into APP11 segments or a chunk 'caBX', the hash covers
/// everything else. The image is read once and written once.
/// </summary>
public static class ImageSigner
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Writes the signed file, reads it again with the validator, and only then returns. All but the signer's own work is synchronous.</summary>
    /// <param name="source">The file: readable, seekable, not changed.</param>
    /// <param name="destination">Empty, readable, writable, seekable. On any exception its content must be discarded.</param>
    /// <param name="manifest">What to say.</param>
    /// <param name="signer">Who says it.</param>
    /// <param name="options">When, and under what conditions.</param>
    /// <param name="cancellationToken">Looked at between blocks of the file.</param>
    /// <exception cref="C2paFormatException">The source is no JPEG or PNG, malformed, or over a limit.</exception>
    /// <exception cref="C2paSigningException">The file has a manifest already, or the signed file did not pass validation.</exception>
    /// <exception cref="InvalidOperationException">The manifest would break a rule of the specification.</exception>
    /// <exception cref="ArgumentException">A stream cannot do what it must, or the destination is not empty.</exception>
    public static async Task<SigningResult> SignAsync(
        Stream source, Stream destination, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options, CancellationToken cancellationToken = default)
    {
        SigningChecks.RequireArguments(destination, manifest, signer, options);
        MerkleOptions.Refuse(options);
        var image = Asset.Open(source) as ImageAsset ?? throw new C2paFormatException("Not a JPEG or PNG file", 0);
        SigningChecks.RequireNoLostManifest(image, manifest, options);
        if (image.StoreCount > 1)
            throw new C2paFormatException("The file has several manifest stores", 0);
        // In the place of the store that was there, which an update must find again.
        var old = image.StoreRange ?? new ByteRange(image.InsertOffset, image.InsertOffset);
        var binding = ImageBinding.Of(image, old, options.HashImagesByBox);
        var assembler = new ManifestAssembler(manifest, signer, options, binding.Placeholder);
        var embeddedBytes = image.EmbeddedBytes(assembler.StoreBytes);
        var hashes = Copy(source, destination, binding.Hashed, old, embeddedBytes, cancellationToken);
        var store = await assembler.SignAsync(binding.Bind(embeddedBytes, hashes), cancellationToken).ConfigureAwait(false);
        destination.Position = old.Start;
        destination.Write(image.Embed(store));
        destination.Flush();
        var validation = SigningChecks.Verify(destination, assembler.Label, options, cancellationToken);
        return new SigningResult { Manifest = assembler.Label, Length = destination.Length, Validation = validation, TimeStampFailure = assembler.TimeStampFailure };
    }

    /// <summary>Copies all but the old store, leaving a gap for the new one.</summary>
    /// <returns>SHA-256 of each group of ranges.</returns>
    private static List<byte[]> Copy(
        Stream source, Stream destination, IReadOnlyList<ByteRange[]> hashed, ByteRange old, int embeddedBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var hashes = new List<byte[]>();
            foreach (var group in hashed)
            {
                foreach (var range in group)
                {
                    destination.Position = range.Start < old.Start ? range.Start : range.Start - old.End + old.Start + embeddedBytes;
                    CopyRange(source, destination, range, hash, buffer, cancellationToken);
                }
                hashes.Add(hash.GetHashAndReset());
            }
            return hashes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CopyRange(Stream source, Stream destination, ByteRange range, IncrementalHash hash, byte[] buffer, CancellationToken cancellationToken)
    {
        source.Position = range.Start;
        for (var left = range.End - range.Start; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            source.ReadExactly(chunk);
            hash.AppendData(chunk);
            destination.Write(chunk);
            left -= chunk.Length;
        }
    }
}
