using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Classifiers;

/// <summary>
/// A classifier of two-second windows: <c>NAME.onnx</c> and <c>NAME.json</c>. The contract, for our own model and for anybody's:
/// input <c>frames</c> float[1,16,80,80], grey in 0..1; outputs <c>logit</c> float[1] and <c>evidence</c> float[1,10,10].
/// Threads may share one; they take turns.
/// </summary>
public sealed class WindowClassifier : IDisposable
{
    private readonly OnnxModel model;
    private readonly OnnxTensor<float> frames = new("frames", 1, Sampling.WindowFrames, Sampling.Side, Sampling.Side);
    private readonly OnnxTensor<float> logit = new("logit", 1);
    private readonly OnnxTensor<float> evidence = new("evidence", 1, Sampling.EvidenceSide, Sampling.EvidenceSide);
    private readonly OnnxCall call;
    private readonly Lock turn = new();

    private WindowClassifier(OnnxModel model, ClassifierConfig config)
    {
        (this.model, Config) = (model, config);
        call = model.Prepare([frames], [logit, evidence]);
    }

    public ClassifierConfig Config { get; }

    /// <summary>Of the .onnx file: 64 lower-case hex digits.</summary>
    public string Sha256 => model.Sha256;

    /// <summary>What runs the model, and what was refused before it.</summary>
    public (ExecutionProvider Provider, IReadOnlyList<RefusedProvider> Refused) Provider => (model.Provider, model.Refused);

    /// <param name="path">The .onnx file; its configuration has the same name with .json.</param>
    /// <param name="provider">What should run it.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="ClassifierException">The configuration is wrong, or the model is not of the contract.</exception>
    /// <exception cref="OnnxModelException">The model is missing, not the one that the configuration names, or does not load.</exception>
    public static WindowClassifier Load(string path, ExecutionProvider provider = ExecutionProvider.Auto, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var config = ClassifierConfig.Load(System.IO.Path.ChangeExtension(path, ".json"));
        var model = OnnxModel.Load(path, new OnnxModelOptions { Provider = provider, ExpectedSha256 = config.Sha256 }, cancellationToken);
        try
        {
            return new WindowClassifier(model, config);
        }
        catch (ArgumentException e)
        {
            model.Dispose();
            throw new ClassifierException(path, $"the model is not of the contract of classifiers: {e.Message}", e);
        }
    }

    /// <summary>Every <c>*.onnx</c> of a folder, in the order of names.</summary>
    /// <exception cref="ClassifierException">There is none, or as in <see cref="Load"/>.</exception>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static IReadOnlyList<WindowClassifier> LoadFolder(string folder, ExecutionProvider provider = ExecutionProvider.Auto, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal).ToList() : [];
        if (paths.Count == 0)
            throw new ClassifierException(folder, "there is no classifier in this folder: put NAME.onnx and NAME.json into it.");
        var loaded = new List<WindowClassifier>();
        try
        {
            loaded.AddRange(paths.Select(path => Load(path, provider, cancellationToken)));
            return loaded;
        }
        catch
        {
            loaded.ForEach(classifier => classifier.Dispose());
            throw;
        }
    }

    /// <summary>Scores 16 frames of 80x80 grey bytes, oldest first.</summary>
    /// <exception cref="ArgumentException">Not 16 x 6,400 bytes.</exception>
    /// <exception cref="OnnxModelException">The run failed, or the model gave a number that is none.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public WindowScore Score(ReadOnlySpan<byte> window, CancellationToken cancellationToken = default)
    {
        if (window.Length != Sampling.WindowFrames * Sampling.FrameBytes)
            throw new ArgumentException($"A window has {Sampling.WindowFrames} x {Sampling.FrameBytes} bytes, not {window.Length}.", nameof(window));
        lock (turn)
        {
            var input = frames.Data;
            for (var i = 0; i < window.Length; i++) input[i] = window[i] / 255f;
            call.Run(cancellationToken);
            var (raw, map) = (logit.Data[0], evidence.Data.ToArray());
            // Not a number is neither safe nor unsafe: no comparison with a threshold would ever hold.
            if (!float.IsFinite(raw) || !map.All(float.IsFinite))
                throw new OnnxModelException(model.Path, $"the model answered logit {raw} and evidence from {map.Min()} to {map.Max()}; all must be finite. Replace the model.");
            return new(raw, Calibrated(raw), map);
        }
    }

    public void Dispose()
    {
        lock (turn)
        {
            call.Dispose();
            foreach (var tensor in (OnnxTensor[])[frames, logit, evidence]) tensor.Dispose();
            model.Dispose();
        }
    }

    private double Calibrated(double raw) => 1 / (1 + Math.Exp(-((Config.Scale * raw) + Config.Shift)));
}
