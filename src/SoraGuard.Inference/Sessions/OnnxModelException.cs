namespace SoraGuard.Inference.Sessions;

/// <summary>A model that cannot be loaded or run. The message names the file, what is wrong and what to do.</summary>
public sealed class OnnxModelException : Exception
{
    public OnnxModelException(string modelPath, string message, Exception? innerException = null)
        : base($"{modelPath}: {message}", innerException) => ModelPath = modelPath;

    public string ModelPath { get; }
}
