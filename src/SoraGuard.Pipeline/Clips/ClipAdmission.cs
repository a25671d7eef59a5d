using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Screening;

namespace SoraGuard.Pipeline.Clips;

/// <summary>Takes a checked request in: pins the policy in force and makes the clip.</summary>
public sealed class ClipAdmission(ClipStore clips, PolicyLibrary policies)
{
    /// <exception cref="InvalidClipRequestException">The policy knows no such tier, or the tier does not go that far.</exception>
    public async Task<ClipState> AdmitAsync(ClipRequest request, CancellationToken cancellation)
    {
        Check(request);
        var policy = await policies.PinCurrentAsync(cancellation).ConfigureAwait(false);
        return await clips.AdmitAsync(ClipId.New(), request, policy, cancellation).ConfigureAwait(false);
    }

    private void Check(ClipRequest request)
    {
        var tiers = policies.Current.Tiers;
        if (!tiers.TryGetValue(request.Tier, out var tier))
            throw new InvalidClipRequestException([new("tier", $"Unknown tier '{request.Tier}'; one of {string.Join(", ", tiers.Keys)}.")]);
        if (request.Seconds > tier.SecondsPerClip)
            throw new InvalidClipRequestException([new("seconds", $"{request.Seconds} seconds: the tier '{tier.Name}' goes to {tier.SecondsPerClip}.")]);
    }
}
