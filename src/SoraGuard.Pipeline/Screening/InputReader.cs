using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Screening;

/// <summary>Takes in the image or clip a request brings along, and says what is known of where it comes from.</summary>
public sealed class InputReader(BlobStore blobs, MediaTools media, Verifier verifier)
{
    /// <summary>Stores a still image after decoding it once.</summary>
    /// <exception cref="InvalidClipRequestException">It is no image that can be read.</exception>
    public Task<Sha256Digest> TakeImageAsync(Stream content, CancellationToken cancellation) =>
        TakeAsync(content, "image", path => new StillImageReader(media).ReadAsync(path, cancellation), cancellation);

    /// <summary>Stores a clip after probing it.</summary>
    /// <exception cref="InvalidClipRequestException">It is no clip that can be read.</exception>
    public Task<Sha256Digest> TakeClipAsync(Stream content, CancellationToken cancellation) =>
        TakeAsync(content, "clip", path => new VideoProbe(media).ProbeAsync(path, cancellation), cancellation);

    /// <summary>What the policy is told of the input.</summary>
    public async Task<InputProvenance> ProvenanceAsync(ClipRequest request, CancellationToken cancellation)
    {
        if ((request.InputClip ?? request.InputImage) is not { } input) return InputProvenance.None;
        using var copy = await blobs.CopyAsync(input, cancellation).ConfigureAwait(false);
        return Of(await verifier.VerifyAsync(copy.Path, "input", cancellation).ConfigureAwait(false));
    }

    private static InputProvenance Of(VerifyResult input)
    {
        if (input.Problems.Count > 0) return InputProvenance.Broken;
        if (input.Verdict is VerifyVerdict.AiGenerated or VerifyVerdict.AiEdited) return InputProvenance.AiSigned;
        return input.Evidence.Any(e => e is { Kind: EvidenceKind.C2pa, Trusted: true }) ? InputProvenance.CameraSigned : InputProvenance.Unsigned;
    }

    private async Task<Sha256Digest> TakeAsync<T>(Stream content, string field, Func<string, Task<T>> read, CancellationToken cancellation)
    {
        var path = blobs.NewPath(".input");
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                await content.CopyToAsync(file, cancellation).ConfigureAwait(false);
            await read(path).ConfigureAwait(false);
            return await blobs.AdoptAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            throw new InvalidClipRequestException([new(field, $"The {field} cannot be used: {e.Message.Replace(path, field, StringComparison.Ordinal)}")]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
