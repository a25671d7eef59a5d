namespace Microsoft.ML.OnnxRuntime;

/// <summary>A list that owns its elements: disposing it disposes each of them.</summary>
public interface IDisposableReadOnlyCollection<T> : IReadOnlyCollection<T>, IReadOnlyList<T>, IDisposable
{
}

internal sealed class DisposableList<T>(int capacity) : List<T>(capacity), IDisposableReadOnlyCollection<T>
    where T : IDisposable
{
    public void Dispose()
    {
        foreach (var item in this)
            item.Dispose();
        Clear();
    }
}
