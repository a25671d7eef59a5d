using SoraGuard.Media.Video;

namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// Reads the fingerprint of a clip from its frames, in two passes: one over tiny frames, to find the calm ones; one over frames of up to 512 lines, to hash those.
/// </summary>
/// <param name="tools">The decoders.</param>
/// <param name="options">Which frames to keep; null for <see cref="FingerprintOptions.Default"/>.</param>
public sealed class ClipFingerprinter(MediaTools tools, FingerprintOptions? options = null)
{
    // PDQ reduces to 64 x 64; a window of 71 % of this still has five pixels for each of its cells.
    private const int WorkingShortSide = 512, WorkingLongSide = 2048;

    private static readonly (int Width, int Height) s_tiny = (64, 36);

    private readonly FingerprintOptions _options = Checked(options ?? FingerprintOptions.Default);

    /// <summary>Reads one clip.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MediaException">It is no video, is damaged, or passes a limit.</exception>
    public async Task<ClipFingerprint> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        (await ReadAsync(path, [FrameArea.Whole], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Reads one clip as if it had been cropped: to each of the areas in turn, in one go. One fingerprint for each area.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public async Task<IReadOnlyList<ClipFingerprint>> ReadAsync(string path, IReadOnlyList<FrameArea> areas, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(areas);
        var info = await new VideoProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        var wanted = EveryFrame ? null : new Queue<int>(await FindCalmAsync(path, info, cancellationToken).ConfigureAwait(false));
        var hasher = new KeyFrameHasher(_options.LowestQuality, withWindows: !EveryFrame);
        var keyFrames = areas.Select(_ => new List<KeyFrame>()).ToList();
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Gray, Size = WorkingSize(info) }, cancellationToken);
        var frame = new byte[reader.FrameBytes];
        while (wanted is not { Count: 0 } && await reader.ReadAsync(frame).ConfigureAwait(false))
        {
            var number = reader.FramesRead - 1;
            if (wanted is not null && !(wanted.Peek() == number && wanted.TryDequeue(out _)))
                continue;
            for (var i = 0; i < areas.Count; i++)
                if (hasher.Read(frame, reader.Width, reader.Height, areas[i], number, number / info.FrameRate.Value) is { } keyFrame)
                    keyFrames[i].Add(keyFrame);
        }

        return [.. keyFrames.Select(frames => new ClipFingerprint(frames))];
    }

    private bool EveryFrame => _options.KeyFrameSeconds == 0;

    private async Task<List<int>> FindCalmAsync(string path, VideoInfo info, CancellationToken cancellationToken)
    {
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Gray, Size = s_tiny }, cancellationToken);
        var (frame, before) = (new byte[reader.FrameBytes], new byte[reader.FrameBytes]);
        var motion = new List<double>();
        while (await reader.ReadAsync(frame).ConfigureAwait(false))
        {
            motion.Add(motion.Count == 0 ? 0 : MeanDifference(frame, before));
            (frame, before) = (before, frame);
        }

        return CalmFrames.Choose(motion, info.FrameRate.Value, _options.KeyFrameSeconds);
    }

    private static double MeanDifference(byte[] a, byte[] b)
    {
        var sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return (double)sum / a.Length;
    }

    private static (int Width, int Height) WorkingSize(VideoInfo info)
    {
        var (shortSide, longSide) = (Math.Min(info.Width, info.Height), Math.Max(info.Width, info.Height));
        var shrink = Math.Min(1, Math.Min((double)WorkingShortSide / shortSide, (double)WorkingLongSide / longSide));
        return (Math.Max((int)Math.Round(info.Width * shrink), 1), Math.Max((int)Math.Round(info.Height * shrink), 1));
    }

    private static FingerprintOptions Checked(FingerprintOptions options) => options.KeyFrameSeconds is 0 or (>= 0.2 and <= 10)
        ? options
        : throw new ArgumentOutOfRangeException(nameof(options), options.KeyFrameSeconds, "The time between key frames is 0.2 to 10 seconds, or 0.");
}
