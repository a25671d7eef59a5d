using SoraGuard.C2pa;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>Whom this service believes: its own signer, and the anchors of configured PEM files, of signers and of time-stamp authorities.</summary>
/// <param name="identity">Its own signer, now and before.</param>
/// <param name="trustFiles">PEM files with anchors of signers. <c>SORAGUARD__TRUST</c>.</param>
/// <param name="timeStampTrustFiles">PEM files with anchors of time-stamp authorities. <c>SORAGUARD__TSATRUST</c>; none: those of signers.</param>
public sealed class TrustPolicy(SigningIdentity identity, IReadOnlyList<string> trustFiles, IReadOnlyList<string> timeStampTrustFiles)
{
    /// <summary>Of signers.</summary>
    /// <exception cref="SettingsException">The configured file cannot be read.</exception>
    public TrustAnchors Anchors => identity.Root.And(Read(trustFiles));

    /// <summary>Of time-stamp authorities.</summary>
    /// <exception cref="SettingsException">The configured file cannot be read.</exception>
    public TrustAnchors TimeStampAnchors => timeStampTrustFiles.Count == 0 ? Anchors : Read(timeStampTrustFiles);

    /// <summary>The measure for any file.</summary>
    /// <param name="at">The time to judge at.</param>
    /// <exception cref="SettingsException">A configured file cannot be read.</exception>
    public ValidationOptions Measure(DateTimeOffset at) =>
        new() { Time = at, Trust = Anchors, TimeStampTrust = TimeStampAnchors, AllowedSigners = identity.Certificates };

    /// <summary>As <see cref="Measure"/>, with this service as the only one who is trusted.</summary>
    public ValidationOptions OwnMeasure(DateTimeOffset at) => Measure(at) with { Trust = identity.Root };

    /// <summary>The anchors of PEM files, together.</summary>
    /// <exception cref="SettingsException">One cannot be read.</exception>
    public static TrustAnchors Read(IEnumerable<string> files) => files.Select(Read).Aggregate(TrustAnchors.None, (all, more) => all.And(more));

    private static TrustAnchors Read(string file)
    {
        try
        {
            return TrustAnchors.FromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or C2paFormatException)
        {
            throw new SettingsException($"The trust anchors {file} cannot be used: {e.Message}");
        }
    }
}
