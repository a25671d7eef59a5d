using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Generation;

/// <summary>
/// Flow matching with clean-sample prediction and classifier-free guidance: from noise (t = 1) to the latents of a window (t = 0). New noise
/// is drawn at each step. The same arithmetic, in the same order, as <c>training/generator/sampling.py</c>.
/// </summary>
internal sealed class VideoSampler : IDisposable
{
    /// <summary>Fills a buffer with the noise of a step; step 0 is the start.</summary>
    public delegate void NoiseSource(Span<float> destination, int step);

    private readonly GeneratorConfig config;
    private readonly OnnxTensor<float> x, given, t, clean;
    private readonly OnnxTensor<long> ids;
    private readonly OnnxCall call;
    private readonly float[] state, noise;

    public VideoSampler(GeneratorConfig config, OnnxModel video)
    {
        this.config = config;
        long frames = config.Frames, channels = config.Channels, grid = config.Grid;
        x = new("x", 2, frames, channels, grid, grid);
        given = new("given", 2, frames);
        t = new("t", 2);
        ids = new("ids", 2, config.MaxTokens);
        clean = new("clean", 2, frames, channels, grid, grid);
        call = video.Prepare([x, given, t, ids], [clean]);
        state = new float[WindowLength];
        noise = new float[WindowLength];
    }

    /// <summary>Numbers in the latents of a window.</summary>
    public int WindowLength => config.Frames * config.LatentLength;

    /// <summary>Makes one window.</summary>
    /// <param name="caption">Token ids, <c>maxTokens</c> of them.</param>
    /// <param name="known">Latents of the first frames, in order; their number of frames is given to the network as it is.</param>
    /// <param name="draw">Supplies the noise.</param>
    /// <param name="steps">Steps; 1 or more.</param>
    /// <param name="progress">Takes the share of the steps done.</param>
    /// <param name="cancellation">Stops between steps and inside a run.</param>
    /// <returns>The latents: frames x channels x grid x grid. Valid until the next call.</returns>
    public ReadOnlySpan<float> Sample(ReadOnlySpan<long> caption, ReadOnlySpan<float> known, NoiseSource draw, int steps, Action<double>? progress, CancellationToken cancellation)
    {
        ids.Data.Clear(); // the second half, without a caption, stays padding
        caption.CopyTo(ids.Data);
        given.Data.Clear();
        for (var half = 0; half < 2; half++) given.Data.Slice(half * config.Frames, known.Length / config.LatentLength).Fill(1);
        draw(state, 0);
        for (var i = 0; i < steps; i++)
        {
            Step(known, Time(i, steps), Time(i + 1, steps), draw, i + 1, last: i + 1 == steps, cancellation);
            progress?.Invoke((i + 1.0) / steps);
        }
        known.CopyTo(state);
        return state;
    }

    private void Step(ReadOnlySpan<float> known, float now, float next, NoiseSource draw, int step, bool last, CancellationToken cancellation)
    {
        for (var half = 0; half < 2; half++)
        {
            var input = x.Data.Slice(half * WindowLength, WindowLength);
            state.CopyTo(input);
            known.CopyTo(input); // given frames are shown clean
        }
        t.Data.Fill(now);
        call.Run(cancellation);
        var said = clean.Data[..WindowLength];
        var unsaid = clean.Data[WindowLength..];
        if (last) noise.AsSpan().Clear();
        else draw(noise, step);
        for (var i = 0; i < state.Length; i++)
        {
            var guided = unsaid[i] + (config.Guidance * (said[i] - unsaid[i]));
            state[i] = ((1 - next) * guided) + (next * noise[i]);
        }
    }

    /// <summary>The i-th of steps + 1 times from 1 to 0.</summary>
    private float Time(int i, int steps)
    {
        var even = 1f - ((float)i / steps);
        return config.Shift * even / (1 + ((config.Shift - 1) * even));
    }

    public void Dispose()
    {
        call.Dispose();
        foreach (var tensor in (OnnxTensor[])[x, given, t, ids, clean]) tensor.Dispose();
    }
}
