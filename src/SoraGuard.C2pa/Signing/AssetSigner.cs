using SoraGuard.C2pa.Assets;

namespace SoraGuard.C2pa.Signing;

/// <summary>Signs a file of any format that is read here, told by its first bytes.</summary>
public static class AssetSigner
{
    /// <inheritdoc cref="Mp4Signer.SignAsync"/>
    public static Task<SigningResult> SignAsync(
        Stream source, Stream destination, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options, CancellationToken cancellationToken = default) =>
        Asset.Open(source) switch
        {
            BmffAsset => Mp4Signer.SignAsync(source, destination, manifest, signer, options, cancellationToken),
            ImageAsset => ImageSigner.SignAsync(source, destination, manifest, signer, options, cancellationToken),
            var other => throw new C2paFormatException($"Files of this format ({other.FormatName}) are not signed here", 0),
        };
}
