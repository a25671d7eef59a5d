namespace SoraGuard.Media.Video;

/// <summary>
/// Encodes raw frames to H.264 in MP4, index first. The same frames and options give the same bytes. The file appears under its name only when
/// <see cref="CompleteAsync"/> has succeeded; disposal without it leaves nothing.
/// </summary>
public sealed class VideoEncoder : IAsyncDisposable
{
    private static readonly string[] s_presets = ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    private readonly ToolProcess _process;
    private readonly PartialFile _file;
    private readonly int _frameBytes;

    private VideoEncoder(ToolProcess process, PartialFile file, int frameBytes)
    {
        _process = process;
        _file = file;
        _frameBytes = frameBytes;
    }

    /// <summary>Starts an encoder.</summary>
    /// <exception cref="ArgumentException">Options that contradict each other or are out of range.</exception>
    /// <exception cref="IOException">The output folder does not exist or cannot be written.</exception>
    public static VideoEncoder Open(MediaTools tools, string outputPath, EncoderOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(options);
        Check(options, tools.Limits);
        var file = PartialFile.Create(outputPath);
        try
        {
            var run = new ToolRun(tools, tools.Ffmpeg, ToolLimits.Encode(tools.Limits));
            run.Arguments.AddRange(EncoderArguments.For(run, options, file.Path, tools.Limits));
            return new VideoEncoder(run.Start(cancellationToken, feedsInput: true), file, RawFrame.Bytes(options.Format, options.Width, options.Height));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Encodes the next frame.</summary>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    /// <exception cref="MediaException">The encoder failed or was stopped at a limit.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frame)
    {
        if (frame.Length != _frameBytes)
            throw new ArgumentException($"A frame has {_frameBytes} bytes, not {frame.Length}.", nameof(frame));
        try
        {
            await _process.Input.WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The encoder closed its end: its own words say why.
            await _process.EnsureSuccessAsync(_file.FinalPath).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the clip and gives the file its name, replacing what was there.</summary>
    /// <exception cref="MediaException">The encoder failed or was stopped at a limit.</exception>
    public async Task CompleteAsync()
    {
        try
        {
            await _process.Input.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // As above.
        }

        await _process.EnsureSuccessAsync(_file.FinalPath).ConfigureAwait(false);
        _file.Publish();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        _file.Dispose();
    }

    private static void Check(EncoderOptions options, MediaLimits limits)
    {
        var (width, height) = (options.Width, options.Height);
        if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0 || (long)width * height > limits.MaxPixels)
            throw new ArgumentException($"H.264 4:2:0 needs even sizes of up to {limits.MaxPixels} pixels, not {width}x{height}.", nameof(options));
        if (options.Crf is < 0 or > 51)
            throw new ArgumentException($"CRF {options.Crf} is outside 0 to 51.", nameof(options));
        if (!s_presets.Contains(options.Preset))
            throw new ArgumentException($"x264 has no preset {options.Preset}.", nameof(options));
        if (options.Format == RawFormat.Gray)
            throw new ArgumentException("Grey frames are not encoded.", nameof(options));
        if (options.FrameRate is not { Numerator: > 0, Denominator: > 0 })
            throw new ArgumentException("A frame rate is positive.", nameof(options));
        if (options.AudioFrom is null != options.AudioCodec is null)
            throw new ArgumentException("Audio needs both its file and its codec.", nameof(options));
    }
}
