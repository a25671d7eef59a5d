namespace SoraGuard.Inference.Classifiers;

/// <summary>One classifier's scores along a clip.</summary>
internal sealed class CategoryTrack(WindowClassifier classifier)
{
    private readonly List<ScoredWindow> windows = [];
    private readonly List<WindowEvidence> evidence = [];
    private readonly List<double> frames = [];

    public string Category => classifier.Config.Category;

    public bool Any => windows.Count > 0;

    public double Highest => windows.Max(window => window.Score);

    public IReadOnlyList<ScoredWindow> Windows => windows;

    /// <summary>Strongest first.</summary>
    public IReadOnlyList<WindowEvidence> Evidence => evidence;

    public double FrameScore(int frame) => frames[frame];

    /// <summary>Scores the window whose first frames are <paramref name="first"/> to <paramref name="last"/> of the clip.</summary>
    public void Score(ReadOnlySpan<byte> window, int first, int last, CancellationToken cancellationToken)
    {
        var score = classifier.Score(window, cancellationToken);
        var scored = new ScoredWindow(Sampling.SecondsOf(first), Sampling.SecondsOf(last + 1), Category, score.Logit, score.Probability);
        windows.Add(scored);
        for (var i = first; i < frames.Count; i++) frames[i] = Math.Max(frames[i], score.Probability);
        while (frames.Count <= last) frames.Add(score.Probability);
        KeepEvidence(new(scored, score.Evidence));
    }

    public IEnumerable<InspectionSegment> Segments()
    {
        var thresholds = classifier.Config.Thresholds;
        return Hysteresis.Spans(frames, thresholds.SegmentStart, thresholds.SegmentEnd)
            .Select(span => new InspectionSegment(Sampling.SecondsOf(span.First), Sampling.SecondsOf(span.Last + 1), Category, span.Peak));
    }

    private void KeepEvidence(WindowEvidence found)
    {
        var place = evidence.FindIndex(other => other.Window.Logit < found.Window.Logit);
        evidence.Insert(place < 0 ? evidence.Count : place, found);
        if (evidence.Count > Inspection.EvidenceWindows) evidence.RemoveAt(Inspection.EvidenceWindows);
    }
}
