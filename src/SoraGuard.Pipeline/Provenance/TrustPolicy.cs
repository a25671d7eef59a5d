using SoraGuard.C2pa;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>Whom this service believes: its own root, and the anchors of a configured PEM file.</summary>
public sealed class TrustPolicy(SigningIdentity identity, string? trustFile)
{
    /// <exception cref="SettingsException">The configured file cannot be read.</exception>
    public TrustAnchors Anchors => OwnRoot.And(Configured());

    public TrustAnchors OwnRoot => identity.Root;

    private TrustAnchors Configured()
    {
        if (trustFile is null) return TrustAnchors.None;
        try
        {
            return TrustAnchors.FromPem(File.ReadAllText(trustFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or C2paFormatException)
        {
            throw new SettingsException($"The trust file {trustFile} cannot be used: {e.Message}");
        }
    }
}
