using System.Text;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Adds an update manifest to a file that has a manifest (C2PA 2.2 §11.2.3), in place. In an MP4 or MOV file the box with the store
/// becomes the original, and a box with the updates is appended: no other byte moves or changes (§18.6.2). In a JPEG or PNG file the
/// store grows where it stands, which the hash of the earlier manifest allows for (§15.12.1.1), and what follows it moves.
/// </summary>
public static class UpdateSigner
{
    /// <summary>
    /// Writes the update, reads the file again with the validator, and only then returns; on any exception the file is as it was. A process that
    /// is killed meanwhile leaves a broken file: update a copy where that matters, as the command line does.
    /// </summary>
    /// <param name="file">Readable, writable, seekable, of a length that can be set.</param>
    /// <param name="update">What to say: <see cref="ManifestBuilder.Update"/>.</param>
    /// <param name="signer">Who says it.</param>
    /// <param name="options">When, and under what conditions.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <exception cref="C2paFormatException">The file is no such file, malformed, over a limit, or cannot be appended to.</exception>
    /// <exception cref="C2paSigningException">The file has no manifest, one that is not valid, or the updated file did not pass validation.</exception>
    /// <exception cref="InvalidOperationException">An update must not say this.</exception>
    /// <exception cref="ArgumentException">The stream cannot do what it must.</exception>
    public static async Task<SigningResult> UpdateInPlaceAsync(
        Stream file, ManifestBuilder update, IC2paSigner signer, SigningOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(options);
        if (!file.CanRead || !file.CanWrite || !file.CanSeek)
            throw new ArgumentException("The file must be readable, writable and seekable.", nameof(file));
        var asset = Asset.Open(file);
        var measure = new ValidationOptions { Time = options.Time, Trust = options.Trust ?? TrustAnchors.None, TimeStampTrust = options.TimeStampTrust ?? TrustAnchors.None };
        var (parent, validation) = Ingredient.FromFile(file, IngredientAssertion.ParentOf, update.Title ?? "", measure, cancellationToken: cancellationToken);
        if (!validation.IsValid)
            throw new C2paSigningException($"Only a file with a valid manifest is updated: {validation.Summary}", validation);
        var (earlier, put) = Prepare(asset);
        var assembler = new ManifestAssembler(update, signer, options, placeholder: null, new UpdatedStore(parent, Manifests(earlier)));
        var store = await assembler.SignAsync(binding: null, cancellationToken).ConfigureAwait(false);
        var result = Write(file, edit => put(edit, store), () => SigningChecks.Verify(file, assembler.Label, options, cancellationToken));
        return new SigningResult { Manifest = assembler.Label, Length = file.Length, Validation = result, TimeStampFailure = assembler.TimeStampFailure };
    }

    /// <returns>The store that the update is added to, null for a new one; and how the result is put into the file.</returns>
    private static (ReadOnlyMemory<byte>? Earlier, Action<FileEdit, byte[]> Put) Prepare(Asset asset) => asset switch
    {
        BmffAsset bmff => Prepare(bmff),
        ImageAsset { StoreRange: { } range } image => (image.ReadStore()[0], (edit, store) => edit.Replace(range, image.Embed(store))),
        _ => throw new C2paFormatException($"Files of this format ({asset.FormatName}) are not updated here", 0),
    };

    private static (ReadOnlyMemory<byte>? Earlier, Action<FileEdit, byte[]> Put) Prepare(BmffAsset asset)
    {
        var (main, before) = (asset.MainStore!, asset.UpdateStore); // a valid file has one
        RequireAppendable(asset, before);
        return (before is null ? default(ReadOnlyMemory<byte>?) : asset.ReadStore()[1], (edit, store) =>
        {
            edit.Replace(new ByteRange(main.PurposeOffset, main.PurposeOffset + main.Purpose.Length), Encoding.ASCII.GetBytes(C2paBox.Original));
            edit.Replace(new ByteRange(before?.Box.Offset ?? asset.Stream.Length, asset.Stream.Length), C2paBox.Write(store, C2paBox.Update));
        });
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Manifests(ReadOnlyMemory<byte>? store) =>
        store is { } bytes ? [.. ManifestStore.Parse(bytes).Manifests.Select(m => m.Box.Bytes)] : [];

    /// <summary>The box that reaches "to the end of the file" would swallow what is appended; its size is hashed and cannot be changed.</summary>
    private static void RequireAppendable(BmffAsset asset, C2paBox? before)
    {
        var last = asset.File.Boxes[^1];
        if (before is not null && before.Box != last)
            throw new C2paFormatException("The box with the updates is not the last of the file", before.Box.Offset, before.Box.Path);
        Span<byte> size = stackalloc byte[4];
        asset.File.Read(last.Offset, size);
        if (!size.ContainsAnyExcept((byte)0))
            throw new C2paFormatException("The last box of the file is of open size: nothing can be appended without changing what is signed", last.Offset, last.Path);
    }

    private static ValidationResult Write(Stream file, Action<FileEdit> change, Func<ValidationResult> verify)
    {
        var edit = new FileEdit(file);
        try
        {
            change(edit);
            file.Flush();
            return verify();
        }
        catch
        {
            edit.Undo();
            throw;
        }
    }
}
