using System.Globalization;
using System.Text;

namespace SoraGuard.Cli.Benchmarks;

/// <summary>One clip after one attack.</summary>
internal sealed record AttackedClip(string Clip, string Attack, bool IsRecovered, double? RawBitAccuracy, double? Log10P);

/// <summary>What marking did to one clip.</summary>
/// <param name="Clip">Its name.</param>
/// <param name="PsnrY">In dB, of the marked frames against their originals: before they were encoded where the embedder says so, else as delivered. Null where nothing was changed.</param>
/// <param name="Ssim">Mean of the same.</param>
/// <param name="BitrateChange">At CRF 23, against the unmarked source at CRF 23: 0.05 for 5 % more.</param>
/// <param name="HeldBecause">Why a service would not release it; null where it would.</param>
internal sealed record MarkedClip(string Clip, double? PsnrY, double Ssim, double BitrateChange, string? HeldBecause);

/// <summary>All clips after one attack.</summary>
internal sealed record AttackResult(string Attack, int? GoalPercent, int Recovered, int Clips, double LowerPercent, double UpperPercent, double? RawBitAccuracy, double? Log10P)
{
    /// <summary>Null where no goal is set.</summary>
    public bool? MeetsGoal => GoalPercent is { } goal ? 100.0 * Recovered / Clips >= goal : null;
}

/// <summary>The figures of one run.</summary>
internal sealed record WatermarkBenchmarkResult(IReadOnlyList<MarkedClip> Marked, IReadOnlyList<AttackedClip> Attacked, IReadOnlyList<AttackResult> Attacks)
{
    private const double Z95 = 1.959964;

    public static WatermarkBenchmarkResult Of(IReadOnlyList<MarkedClip> marked, IReadOnlyList<AttackedClip> attacked, IEnumerable<Attack> attacks) =>
        new(marked, attacked, [.. attacks.Select(a => Sum(a, [.. attacked.Where(c => c.Attack == a.Name)])).Where(r => r.Clips > 0)]);

    /// <summary>Interval of Wilson (1927) of a share, at 95 %.</summary>
    public static (double Lower, double Upper) Wilson(int successes, int trials)
    {
        var (share, z2) = ((double)successes / trials, Z95 * Z95);
        var (centre, half) = (share + z2 / (2 * trials), Z95 * Math.Sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials)));
        return ((centre - half) / (1 + z2 / trials), (centre + half) / (1 + z2 / trials));
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder("| attack | payload read | 95 % interval | goal | raw bits right | log10 p |\n|---|---|---|---|---|---|\n");
        foreach (var a in Attacks)
            text.Append(CultureInfo.InvariantCulture, $"| {a.Attack} | {a.Recovered} of {a.Clips} | {a.LowerPercent:0} to {a.UpperPercent:0} % | {(a.GoalPercent is { } goal ? $"{goal} % {(a.MeetsGoal == true ? "met" : "**missed**")}" : "–")} | {a.RawBitAccuracy:0.000} | {a.Log10P:0.0} |\n");
        text.Append("\n| clip | PSNR-Y dB | SSIM | size at CRF 23 | |\n|---|---|---|---|---|\n");
        foreach (var m in Marked)
            text.Append(CultureInfo.InvariantCulture, $"| {m.Clip} | {m.PsnrY:0.0} | {m.Ssim:0.0000} | {100 * m.BitrateChange:+0.0;-0.0} % | {m.HeldBecause} |\n");
        return text.ToString();
    }

    /// <summary>A bar an attack: the share recovered, with its interval.</summary>
    public string ToSvg()
    {
        const int row = 18, left = 130, width = 300;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{left + width + 60}\" height=\"{row * Attacks.Count + 10}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        foreach (var (i, a) in Attacks.Index())
        {
            var (y, share) = (i * row + 5, (double)a.Recovered / a.Clips);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 6}\" y=\"{y + 11}\" text-anchor=\"end\">{a.Attack}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left}\" y=\"{y}\" width=\"{width * share:0.#}\" height=\"{row - 5}\" fill=\"{(a.MeetsGoal == false ? "#c0603a" : "#4a7fa8")}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{left + width * a.LowerPercent / 100:0.#} {y + 6}H{left + width * a.UpperPercent / 100:0.#}\" stroke=\"#222\"/><text x=\"{left + width + 6}\" y=\"{y + 11}\">{100 * share:0} %</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static AttackResult Sum(Attack attack, IReadOnlyList<AttackedClip> clips)
    {
        var recovered = clips.Count(c => c.IsRecovered);
        var (lower, upper) = clips.Count == 0 ? (0, 0) : Wilson(recovered, clips.Count);
        return new(attack.Name, attack.GoalPercent, recovered, clips.Count, 100 * lower, 100 * upper, clips.Average(c => c.RawBitAccuracy), clips.Average(c => c.Log10P));
    }
}
