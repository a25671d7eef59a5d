using System.Reflection;
using System.Security.Cryptography;
using SoraGuard.C2pa;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Signing;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>Adds the C2PA manifest, the last change of the bytes. The only stage that opens signing keys.</summary>
public sealed class SignClipStage(ClipStore clips, BlobStore blobs, SigningIdentity identity, TrustPolicy trust, TimeStamping timeStamping, string operatorName, TimeProvider time) : IStage
{
    private static readonly string Version = typeof(SignClipStage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public Stage Stage => Stage.Sign;

    public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
    {
        var (clip, now, path) = (lease.State, time.GetUtcNow(), blobs.NewPath(".mp4"));
        var marked = clip.Marked!.Value; // this stage follows marking
        var leaf = (await clips.HistoryAsync(clip.Id, cancellation).ConfigureAwait(false))[^1];
        var manifest = ManifestOfClip.Build(clip, lease.Request, leaf, await ParentOfAsync(lease.Request, cancellation).ConfigureAwait(false), operatorName, Version, now);
        try
        {
            SigningResult signed;
            var signer = identity.OpenSigner();
            using (signer as IDisposable)
            using (var random = RandomNumberGenerator.Create())
            using (var copy = await blobs.CopyAsync(marked, cancellation).ConfigureAwait(false))
            await using (var source = File.OpenRead(copy.Path))
            await using (var destination = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite))
                signed = await Mp4Signer.SignAsync(source, destination, manifest, signer, OptionsAt(now, random), cancellation).ConfigureAwait(false);
            return new ClipSigned(marked, await blobs.AdoptAsync(path, cancellation).ConfigureAwait(false), signed.Manifest)
            {
                TimeStampedAt = signed.Validation.SigningTime,
                TimeStampFailure = signed.TimeStampFailure,
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>An own certificate may lead to a root that is not configured here; that it is ours is seen when the release is verified.</summary>
    private SigningOptions OptionsAt(DateTimeOffset now, RandomNumberGenerator random) =>
        timeStamping.OptionsFor(trust, now, random) with { Trust = identity.IsDevelopment ? identity.Root : null };

    /// <summary>The clip that was extended or the image that was set in motion, with the provenance it brought along.</summary>
    private async Task<Ingredient?> ParentOfAsync(ClipRequest request, CancellationToken cancellation)
    {
        if ((request.InputImage ?? request.InputClip) is not { } input) return null;
        var (title, format) = request.InputImage is null ? ("input clip", "video/*") : ("input image", "image/*");
        using var copy = await blobs.CopyAsync(input, cancellation).ConfigureAwait(false);
        await using var file = File.OpenRead(copy.Path);
        try
        {
            return Ingredient.FromFile(file, IngredientAssertion.ParentOf, title, trust.Measure(time.GetUtcNow()), cancellationToken: cancellation).Ingredient;
        }
        catch (C2paFormatException) // decoders take formats in which manifests are not read, and files that are not quite sound
        {
            return Ingredient.WithoutManifest(IngredientAssertion.ParentOf, title, format);
        }
    }
}
