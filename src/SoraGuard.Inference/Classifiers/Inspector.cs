using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Classifiers;

/// <summary>The classifiers that clips are inspected with, loaded once. Any number of inspections may be under way; they take turns at the models.</summary>
public sealed class Inspector : IDisposable
{
    /// <param name="classifiers">One or more, each of its own category. Disposed with the inspector.</param>
    /// <exception cref="ArgumentException">None, or two of one category.</exception>
    public Inspector(IReadOnlyList<WindowClassifier> classifiers)
    {
        ArgumentNullException.ThrowIfNull(classifiers);
        if (classifiers.Count == 0)
            throw new ArgumentException("At least one classifier is needed.", nameof(classifiers));
        if (classifiers.GroupBy(classifier => classifier.Config.Category).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"'{twice.Key}' is scored by {string.Join(" and ", twice.Select(classifier => classifier.Config.Id))}: load one classifier for a category.", nameof(classifiers));
        Classifiers = classifiers;
        NotProvided = [.. VisualCategories.All.Except(classifiers.Select(classifier => classifier.Config.Category))];
        Models = [.. classifiers.Select(classifier => classifier.Config).Zip(classifiers, (config, classifier) =>
            new ClassifierIdentity(config.Id, classifier.Sha256, config.Version, config.Category, config.Scale, config.Shift))];
    }

    public IReadOnlyList<WindowClassifier> Classifiers { get; }

    /// <summary>Of <see cref="VisualCategories"/>, those that no classifier scores.</summary>
    public IReadOnlyList<string> NotProvided { get; }

    public IReadOnlyList<ClassifierIdentity> Models { get; }

    /// <summary>Loads every classifier of the folders: ours, and those that are brought along.</summary>
    /// <exception cref="ArgumentException">No folder, or two classifiers of one category.</exception>
    /// <inheritdoc cref="WindowClassifier.LoadFolder" path="/exception"/>
    public static Inspector Load(IEnumerable<string> folders, ExecutionProvider provider = ExecutionProvider.Auto, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var loaded = new List<WindowClassifier>();
        try
        {
            foreach (var folder in folders) loaded.AddRange(WindowClassifier.LoadFolder(folder, provider, cancellationToken));
            return new Inspector(loaded);
        }
        catch
        {
            loaded.ForEach(classifier => classifier.Dispose());
            throw;
        }
    }

    /// <summary>Starts on a clip whose frames are pushed. What the source throws is the caller's to catch, and to tell to <see cref="Inspection.Complete"/>.</summary>
    public Inspection Begin() => new(this);

    /// <summary>Inspects a clip whose frames are pulled; what <paramref name="frames"/> throws passes through.</summary>
    /// <param name="frames">As <see cref="Sampling"/> says, in order; each is read before the next is asked for.</param>
    /// <param name="cancellationToken">Stops between frames and inside a run.</param>
    /// <inheritdoc cref="Inspection.Add" path="/exception"/>
    public async Task<InspectionReport> InspectAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> frames, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var inspection = Begin();
        await foreach (var frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false)) inspection.Add(frame.Span, cancellationToken);
        return inspection.Complete(cancellationToken: cancellationToken);
    }

    public void Dispose()
    {
        foreach (var classifier in Classifiers) classifier.Dispose();
    }
}
