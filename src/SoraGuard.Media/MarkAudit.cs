using SoraGuard.Media.Labels;

namespace SoraGuard.Media;

/// <summary>Holds what was read back against what was asked for.</summary>
public static class MarkAudit
{
    /// <summary>What is missing or different, in words; empty when every mark is there.</summary>
    public static List<string> Missing(MarkReading reading, MarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(options);
        var reasons = new List<string>();
        if (!reading.Watermarks.Any(w => w.Payload == options.Id))
            reasons.Add("The watermark cannot be read from the final bytes.");
        if (options.Label != LabelProfile.None && !reading.Labels.Any(l => l.Present && l.Profile == options.Label && Says(l, options)))
            reasons.Add($"The {options.Label} label is not seen for as long as it must be.");
        if (reading.Aigc.Record != options.Aigc || reading.Aigc.Problems.Count > 0)
            reasons.Add("The AIGC record is not the one that was written.");
        return reasons;
    }

    // The Chinese label has one text for both.
    private static bool Says(LabelCheck check, MarkOptions options) => check.Origin == options.Origin || check.Profile == LabelProfile.Cn;
}
