using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media;

/// <summary>Reads watermark, visible label and AIGC record back from a file, in one pass over its frames. It knows nothing but the file and the keys.</summary>
public sealed class MarkReader(MediaTools tools)
{
    private static readonly (LabelProfile Profile, ContentOrigin Origin)[] s_everyLabel =
    [
        (LabelProfile.Plain, ContentOrigin.Generated),
        (LabelProfile.Plain, ContentOrigin.Modified),
        (LabelProfile.Eu, ContentOrigin.Generated),
        (LabelProfile.Eu, ContentOrigin.Modified),
        (LabelProfile.Cn, ContentOrigin.Generated),
    ];

    /// <summary>Reads one clip.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="keys">Whose watermarks to look for.</param>
    /// <param name="cancellationToken">Kills the decoder.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MediaException">It is no video, is damaged, or passes a limit.</exception>
    public async Task<MarkReading> ReadAsync(string path, IReadOnlyList<WatermarkKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var info = await new VideoProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        var size = WatermarkDetector.WorkingSize(info.Width, info.Height);
        var detector = new WatermarkDetector(info.Width, info.Height, info.FrameRate.Value);
        var verifiers = Verifiers(info, size);
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Gray, Size = size }, cancellationToken);
        var frame = new byte[reader.FrameBytes];
        while (await reader.ReadAsync(frame).ConfigureAwait(false))
        {
            detector.Add(frame);
            foreach (var verifier in verifiers)
                verifier.Add(frame);
        }

        return new MarkReading
        {
            Info = info,
            Watermarks = [.. keys.Select(key => detector.Detect(key, cancellationToken))],
            Labels = [.. verifiers.Select(v => v.Result())],
            Aigc = AigcReading.FromTags(info.Tags),
        };
    }

    private static List<LabelVerifier> Verifiers(VideoInfo info, (int Width, int Height) size)
    {
        var verifiers = new List<LabelVerifier>();
        foreach (var (profile, origin) in s_everyLabel)
            if (LabelVerifier.Create(profile, origin, info.Width, info.Height, size.Width, size.Height, info.FrameRate.Value) is { } verifier)
                verifiers.Add(verifier);
        return verifiers;
    }
}
