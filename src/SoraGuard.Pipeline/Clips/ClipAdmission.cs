using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Clips;

/// <summary>Takes a checked request in: pins the policy in force and makes the clip.</summary>
public sealed class ClipAdmission(ClipStore clips, PolicyLibrary policies)
{
    /// <exception cref="InvalidClipRequestException">The policy knows no such tier, or the tier does not go that far, or not without a label.</exception>
    public async Task<ClipState> AdmitAsync(ClipRequest request, CancellationToken cancellation)
    {
        Check(request);
        var policy = await policies.PinCurrentAsync(cancellation).ConfigureAwait(false);
        return await clips.AdmitAsync(ClipId.New(), request, policy, cancellation).ConfigureAwait(false);
    }

    /// <summary>What admission demands, for callers that take inputs in before they admit.</summary>
    /// <exception cref="InvalidClipRequestException">As <see cref="AdmitAsync"/>.</exception>
    public void Check(ClipRequest request)
    {
        var tiers = policies.Current.Tiers;
        if (!tiers.TryGetValue(request.Tier, out var tier))
            throw new InvalidClipRequestException([new("tier", $"Unknown tier '{request.Tier}'; one of {string.Join(", ", tiers.Keys)}.")]);
        // What is made here leaves the service as a file, so a tier that labels on export labels always.
        if (request.Label == LabelProfile.None && tier.Label != LabelRule.OnDemand)
            throw new InvalidClipRequestException([new("label", $"The tier '{tier.Name}' always carries a visible label: choose eu, cn or plain.")]);
        if (request.Seconds > tier.SecondsPerClip)
            throw new InvalidClipRequestException([new("seconds", $"{request.Seconds} seconds: the tier '{tier.Name}' goes to {tier.SecondsPerClip}.")]);
    }
}
