using System.Globalization;
using SoraGuard.Policy.Elections;
using SoraGuard.Policy.Rules;
using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy;

/// <summary>A compiled policy: immutable, safe to share between threads, swapped as a whole.</summary>
public sealed class PolicyModel
{
    private readonly IReadOnlyList<CompiledRule> _rules;
    private readonly IReadOnlyList<ElectionCalendar> _calendars;
    private readonly TermTable _terms;

    internal PolicyModel(
        string digest,
        IReadOnlyDictionary<string, string> categories,
        IReadOnlyDictionary<string, PolicyTier> tiers,
        IReadOnlyList<CompiledRule> rules,
        IReadOnlyList<ElectionCalendar> calendars,
        TermTable terms)
    {
        Digest = digest;
        Categories = categories;
        Tiers = tiers;
        Rules = [.. rules.Select(rule => rule.Rule)];
        (_rules, _calendars, _terms) = (rules, calendars, terms);
    }

    /// <summary>SHA-256 over every file that can change a verdict and over the tables of this library; 64 hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Name and description of each category, in order of name.</summary>
    public IReadOnlyDictionary<string, string> Categories { get; }

    public IReadOnlyDictionary<string, PolicyTier> Tiers { get; }

    /// <summary>All rules, in order of id.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>
    /// The calendars that do not reach a time. A service refuses to start, or to activate the policy, while there is one; a verdict
    /// given all the same takes every window of that calendar to be open.
    /// </summary>
    public IReadOnlyList<PolicyDiagnostic> FindStaleCalendars(PolicyTime at) =>
    [
        .. _calendars.Where(calendar => calendar.IsStaleAt(at)).Select(calendar => new PolicyDiagnostic
        {
            File = calendar.File,
            Line = 0,
            Message = string.Create(CultureInfo.InvariantCulture, $"the calendar '{calendar.Id}' covers {calendar.ValidFrom:O} to {calendar.ValidThrough:O}, not {at}"),
            Hint = "check it against its source, then extend validThrough",
        }),
    ];

    /// <summary>Decides one request. The same model, signals and time give the same verdict, on any machine.</summary>
    /// <exception cref="PolicyRequestException">The prompt is empty or too long, or the tier, the region or a score is not valid.</exception>
    public Verdict Evaluate(PolicySignals signals, PolicyTime at)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var region = RequestChecks.Check(signals, this);
        var text = TokenizedText.Tokenize(signals.Prompt);
        if (text.Tokens.Count == 0)
            throw new PolicyRequestException("prompt_empty", "The prompt holds nothing that can be read: write what the video should show");
        var context = new EvaluationContext(text, signals, region, TierInForce(signals.Tier, at), at, _terms);
        var hits = new List<RuleHit>();
        var scores = ScoreSignalsAndTerms(context);
        foreach (var rule in _rules)
            if (rule.Evaluate(context) is { } hit)
            {
                hits.Add(hit);
                scores[hit.Category] = Math.Max(scores[hit.Category], rule.Rule.Weight);
            }
        return new Verdict
        {
            Decision = hits.Count == 0 ? Decision.Allow : hits.Max(hit => hit.Action),
            Categories = scores,
            Rules = [.. hits.OrderByDescending(hit => hit.Action).ThenBy(hit => hit.RuleId, StringComparer.Ordinal)],
            PolicyDigest = Digest,
            Tier = context.Tier,
        };
    }

    private string TierInForce(string tier, PolicyTime at) =>
        Tiers[tier].Expires is { } last && at.LocalDates(UtcOffsets.Utc).Latest > last ? PolicySignals.DefaultTier : tier;

    private SortedDictionary<string, double> ScoreSignalsAndTerms(EvaluationContext context)
    {
        var scores = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var category in Categories.Keys)
            scores[category] = context.Signals.Scores.GetValueOrDefault(category);
        for (var source = 0; source < _terms.Sources.Count; source++)
            if (_terms.Sources[source] is { Category: { } category, Weight: var weight } && context.HitsOf(source).Count > 0)
                scores[category] = Math.Max(scores[category], weight);
        return scores;
    }
}
