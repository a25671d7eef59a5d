namespace SoraGuard.Inference.Classifiers;

/// <summary>A classifier's files are missing, contradict each other or are not of the contract. The message names the file, everything that is wrong and what to do.</summary>
public sealed class ClassifierException(string path, string message, Exception? inner = null) : Exception($"{path}: {message}", inner)
{
    public string Path { get; } = path;
}
