using System.Globalization;

namespace SoraGuard.Media.Video;

/// <summary>Decodes a clip frame by frame, at a constant rate. Dispose it to stop early.</summary>
public sealed class FrameReader : IAsyncDisposable
{
    private readonly ToolProcess _process;
    private readonly string _path;

    private FrameReader(ToolProcess process, string path, FrameRequest request, int width, int height, Rational frameRate)
    {
        _process = process;
        _path = path;
        Width = width;
        Height = height;
        FrameRate = frameRate;
        FrameBytes = RawFrame.Bytes(request.Format, width, height);
    }

    /// <summary>Width of the frames delivered.</summary>
    public int Width { get; }

    /// <summary>Height of the frames delivered.</summary>
    public int Height { get; }

    /// <summary>Rate of the frames delivered.</summary>
    public Rational FrameRate { get; }

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes { get; }

    /// <summary>Frames delivered so far.</summary>
    public int FramesRead { get; private set; }

    /// <summary>Starts decoding.</summary>
    /// <param name="tools">The programs.</param>
    /// <param name="path">The clip.</param>
    /// <param name="info">What the probe said of it.</param>
    /// <param name="request">What to read.</param>
    /// <param name="cancellationToken">Kills the decoder whenever it is cancelled.</param>
    /// <exception cref="MediaException">The file is no video or passes a limit.</exception>
    public static FrameReader Open(MediaTools tools, string path, VideoInfo info, FrameRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(request);
        var file = MediaFile.OpenVideo(path, tools.Limits);
        var (width, height) = request.Size ?? (info.Width, info.Height);
        if ((long)width * height > tools.Limits.MaxPixels || width <= 0 || height <= 0)
            throw new ArgumentOutOfRangeException(nameof(request), $"Frames of {width}x{height} cannot be delivered.");
        var rate = request.FrameRate ?? info.FrameRate;
        var run = new ToolRun(tools, tools.Ffmpeg, ToolLimits.Decode(tools.Limits));
        run.Arguments.AddRange(["-nostdin", "-v", "error", "-xerror", "-threads", ToolRun.Threads.ToString(CultureInfo.InvariantCulture)]);
        if (request.Start > TimeSpan.Zero)
            run.Arguments.AddRange(["-ss", Seconds(request.Start)]);
        run.Arguments.AddRange(file.InputArguments(run, tools.Limits, Codecs.ContainerDecoders));
        run.Arguments.AddRange(["-map", "0:V:0", "-vf", Filter(info, width, height, rate), "-fps_mode", "passthrough"]);
        var duration = request.Duration is { } asked && asked < tools.Limits.MaxDuration ? asked : tools.Limits.MaxDuration;
        run.Arguments.AddRange(["-t", Seconds(duration), "-pix_fmt", RawFrame.FfmpegName(request.Format), "-f", "rawvideo", "pipe:1"]);
        return new FrameReader(run.Start(cancellationToken), path, request, width, height, rate);
    }

    /// <summary>Reads the next frame into the first <see cref="FrameBytes"/> bytes. False at the end of a clip that decoded without fault.</summary>
    /// <exception cref="MediaException">The clip is damaged, or the decoder failed or was stopped at a limit.</exception>
    /// <exception cref="OperationCanceledException">The token given to <see cref="Open"/> was cancelled.</exception>
    public async ValueTask<bool> ReadAsync(Memory<byte> frame)
    {
        var whole = frame[..FrameBytes];
        var read = await _process.Output.ReadAtLeastAsync(whole, FrameBytes, throwOnEndOfStream: false, CancellationToken.None).ConfigureAwait(false);
        if (read == FrameBytes)
        {
            FramesRead++;
            return true;
        }

        await _process.EnsureSuccessAsync(_path).ConfigureAwait(false);
        if (read > 0 || FramesRead == 0)
            throw new MediaException(MediaError.Truncated, $"{_path}: no whole frame could be read after {FramesRead} frames; fetch the whole file again.");
        return false;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Area averaging for whatever shrinks: the watermark's detector depends on it.
    private static string Filter(VideoInfo info, int width, int height, Rational rate)
    {
        var flags = width < info.Width || height < info.Height ? "area" : "bicubic";
        return string.Create(CultureInfo.InvariantCulture, $"fps={rate},scale={width}:{height}:flags={flags},setsar=1");
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
