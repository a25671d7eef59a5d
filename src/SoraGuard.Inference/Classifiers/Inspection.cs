namespace SoraGuard.Inference.Classifiers;

/// <summary>
/// One clip under inspection: give it every frame in order, then ask for the report. Windows start every eighth frame, and one more ends with the
/// last frame, so that no frame goes unseen; footage shorter than a window is filled up with its last frame. For one thread.
/// </summary>
public sealed class Inspection
{
    /// <summary>Fewer frames, one second, say too little about motion.</summary>
    public const int MinFrames = 8;

    /// <summary>Four hours. Later frames are skipped, and the report abstains.</summary>
    public const int MaxFrames = 4 * 60 * 60 * Sampling.FramesPerSecond;

    /// <summary>Windows of each category whose evidence is kept.</summary>
    public const int EvidenceWindows = 3;

    // A pixel that changes by less is noise; the same step as the smallest in training/inspection/motion.py.
    private const int NoiseLevels = 6;

    private readonly Inspector inspector;
    private readonly byte[] window = new byte[Sampling.WindowFrames * Sampling.FrameBytes];
    private readonly List<CategoryTrack> tracks;
    private readonly int maxFrames;
    private int read;
    private bool moved;
    private bool completed;

    internal Inspection(Inspector inspector, int maxFrames = MaxFrames)
    {
        (this.inspector, this.maxFrames) = (inspector, maxFrames);
        tracks = [.. inspector.Classifiers.Select(classifier => new CategoryTrack(classifier))];
    }

    private int Kept => Math.Min(read, maxFrames);

    /// <summary>Takes the next frame, and scores a window when one is full.</summary>
    /// <param name="frame"><see cref="Sampling.FrameBytes"/> grey bytes; copied.</param>
    /// <param name="cancellationToken">Stops between windows and inside a run.</param>
    /// <exception cref="ArgumentException">A frame of another size.</exception>
    /// <exception cref="InvalidOperationException">The report was already made.</exception>
    /// <exception cref="Sessions.OnnxModelException">A model failed.</exception>
    public void Add(ReadOnlySpan<byte> frame, CancellationToken cancellationToken = default)
    {
        if (frame.Length != Sampling.FrameBytes)
            throw new ArgumentException($"A frame has {Sampling.Side}x{Sampling.Side} = {Sampling.FrameBytes} bytes, not {frame.Length}.", nameof(frame));
        if (completed)
            throw new InvalidOperationException("This inspection is complete: begin another one.");
        if (read++ >= maxFrames) return;
        Keep(frame);
        if (read >= Sampling.WindowFrames && (read - Sampling.WindowFrames) % Sampling.HopFrames == 0)
            Score(read - Sampling.WindowFrames, cancellationToken);
    }

    /// <summary>Scores what is left over, and reports. Once.</summary>
    /// <param name="fault">Why the source ended early, for example because the file is damaged; null when it ended as it should.</param>
    /// <inheritdoc cref="Add" path="/param[@name='cancellationToken']"/>
    /// <exception cref="InvalidOperationException">The report was already made.</exception>
    /// <exception cref="Sessions.OnnxModelException">A model failed.</exception>
    public InspectionReport Complete(string? fault = null, CancellationToken cancellationToken = default)
    {
        if (completed)
            throw new InvalidOperationException("This inspection is complete: begin another one.");
        completed = true;
        ScoreRest(cancellationToken);
        return new()
        {
            Frames = Kept < MinFrames ? [] : [.. Enumerable.Range(0, Kept).Select(FrameAt)],
            Segments = [.. tracks.SelectMany(track => track.Segments())],
            Clip = tracks.Where(track => track.Any).ToDictionary(track => track.Category, track => track.Highest),
            Abstained = Abstention(fault),
            Windows = [.. tracks.SelectMany(track => track.Windows)],
            Evidence = [.. tracks.SelectMany(track => track.Evidence)],
            NotProvided = inspector.NotProvided,
            Models = inspector.Models,
            FramesRead = read,
            FramesSkipped = read - Kept + (Kept < MinFrames ? Kept : 0),
        };
    }

    private void Keep(ReadOnlySpan<byte> frame)
    {
        var place = Math.Min(Kept, Sampling.WindowFrames) - 1;
        if (Kept > Sampling.WindowFrames)
            window.AsSpan(Sampling.FrameBytes).CopyTo(window);
        frame.CopyTo(window.AsSpan(place * Sampling.FrameBytes));
        if (place > 0) moved |= Moves(window.AsSpan((place - 1) * Sampling.FrameBytes, Sampling.FrameBytes), frame);
    }

    private static bool Moves(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        for (var i = 0; i < after.Length; i++)
            if (Math.Abs(after[i] - before[i]) > NoiseLevels) return true;
        return false;
    }

    private void Score(int first, CancellationToken cancellationToken)
    {
        var last = Math.Min(first + Sampling.WindowFrames, Kept) - 1;
        foreach (var track in tracks) track.Score(window, first, last, cancellationToken);
    }

    private void ScoreRest(CancellationToken cancellationToken)
    {
        if (Kept < MinFrames) return;
        if (Kept < Sampling.WindowFrames)
        {
            var held = window.AsSpan((Kept - 1) * Sampling.FrameBytes, Sampling.FrameBytes);
            for (var i = Kept; i < Sampling.WindowFrames; i++) held.CopyTo(window.AsSpan(i * Sampling.FrameBytes));
            Score(0, cancellationToken);
        }
        else if ((Kept - Sampling.WindowFrames) % Sampling.HopFrames != 0)
        {
            Score(Kept - Sampling.WindowFrames, cancellationToken);
        }
    }

    private FrameScores FrameAt(int frame) => new(Sampling.SecondsOf(frame), tracks.ToDictionary(track => track.Category, track => track.FrameScore(frame)));

    private string? Abstention(string? fault)
    {
        if (fault is not null) return $"undecodable: {fault}";
        if (read < MinFrames) return $"too few frames: {read} at {Sampling.FramesPerSecond} a second; {MinFrames} are needed";
        if (read > maxFrames) return $"too long: frames after the first {maxFrames} at {Sampling.FramesPerSecond} a second were not inspected";
        return moved ? null : "nothing moves: the classifiers judge motion, not a still picture";
    }
}
