namespace SoraGuard.Media.Watermark;

/// <summary>
/// Residuals of a clip summed in windows of equal length, at most 64 of them: when there would be more, neighbours are added together and the
/// windows become twice as long. So memory does not grow with the clip.
/// </summary>
internal sealed class WindowedResidual(int width, int height, int framesPerWindow)
{
    private const int MaxWindows = 64;

    private readonly ResidualFilter _filter = new(width, height);
    private readonly List<float[]> _windows = [];
    private readonly Stack<float[]> _spare = [];

    public int Frames { get; private set; }

    public int FramesPerWindow { get; private set; } = framesPerWindow;

    public IReadOnlyList<float[]> Windows => _windows;

    public void Add(ReadOnlySpan<byte> grey)
    {
        if (Frames == _windows.Count * FramesPerWindow)
            OpenWindow();
        _filter.AddTo(_windows[^1], grey);
        Frames++;
    }

    public float[] Sum()
    {
        var sum = new float[width * height];
        foreach (var window in _windows)
            AddTo(sum, window);
        return sum;
    }

    private void OpenWindow()
    {
        if (_windows.Count == MaxWindows)
            Halve();
        if (!_spare.TryPop(out var window))
            window = new float[width * height];
        Array.Clear(window);
        _windows.Add(window);
    }

    private void Halve()
    {
        for (var i = 0; i < MaxWindows / 2; i++)
        {
            var (even, odd) = (_windows[2 * i], _windows[2 * i + 1]);
            AddTo(even, odd);
            _spare.Push(odd);
            _windows[i] = even;
        }

        _windows.RemoveRange(MaxWindows / 2, MaxWindows / 2);
        FramesPerWindow *= 2;
    }

    private static void AddTo(float[] sum, float[] addend)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += addend[i];
    }
}
