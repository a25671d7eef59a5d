namespace SoraGuard.Media.Labels;

/// <summary>
/// Looks for a label where it must stand, in grey frames of a clip at its own size or scaled down. It knows the label's picture, not what was
/// drawn. A copy that was cropped no longer has the label at its place, and fails.
/// </summary>
public sealed class LabelVerifier
{
    /// <summary>Least correlation of a frame that counts as labelled.</summary>
    public const double LabelledScore = 0.7;

    // Scaling may move the label by a fraction of a pixel.
    private const int Slack = 1;

    private readonly LabelRule _rule;
    private readonly int _frameWidth;
    private readonly int _frameHeight;
    private readonly double _framesPerSecond;
    private readonly int _x;
    private readonly int _y;
    private readonly int _width;
    private readonly int _height;

    // The label's picture, mean 0, squares summing to 1.
    private readonly float[] _picture;

    private double _scores;
    private int _frames;
    private int _labelledFrames;

    private LabelVerifier(LabelRule rule, LabelPlacement place, double scaleX, double scaleY, int frameWidth, int frameHeight, double framesPerSecond)
    {
        (_rule, _frameWidth, _frameHeight, _framesPerSecond) = (rule, frameWidth, frameHeight, framesPerSecond);
        _x = (int)Math.Ceiling(place.PlateX * scaleX) + Slack;
        _y = (int)Math.Ceiling(place.PlateY * scaleY) + Slack;
        _width = (int)((place.PlateX + place.PlateWidth) * scaleX) - Slack - _x;
        _height = (int)((place.PlateY + place.PlateHeight) * scaleY) - Slack - _y;
        _picture = LabelMask.Named(rule.Mask).Render(
            place.TextX * scaleX - _x, place.TextY * scaleY - _y, place.TextWidth * scaleX, place.TextHeight * scaleY, _width, _height);
        Normalise(_picture);
    }

    /// <summary>Prepares to look for one label; null where the profile has none, or none fits.</summary>
    /// <param name="profile">The label.</param>
    /// <param name="origin">Its text.</param>
    /// <param name="clipWidth">Width of the clip as delivered.</param>
    /// <param name="clipHeight">Height of the clip as delivered.</param>
    /// <param name="frameWidth">Width of the grey frames that will be added.</param>
    /// <param name="frameHeight">Height of the grey frames that will be added.</param>
    /// <param name="framesPerSecond">Rate of the frames that will be added.</param>
    public static LabelVerifier? Create(
        LabelProfile profile, ContentOrigin origin, int clipWidth, int clipHeight, int frameWidth, int frameHeight, double framesPerSecond) =>
        LabelRule.For(profile, origin) is { } rule && LabelPlacement.Of(rule, clipWidth, clipHeight) is { } place
            ? new LabelVerifier(rule, place, (double)frameWidth / clipWidth, (double)frameHeight / clipHeight, frameWidth, frameHeight, framesPerSecond)
            : null;

    /// <summary>Looks at the next frame.</summary>
    public void Add(ReadOnlySpan<byte> grey)
    {
        if (grey.Length != _frameWidth * _frameHeight)
            throw new ArgumentException($"This is no grey frame of {_frameWidth}x{_frameHeight}.", nameof(grey));
        double best = 0;
        for (var dy = -Slack; dy <= Slack; dy++)
            for (var dx = -Slack; dx <= Slack; dx++)
                best = Math.Max(best, Correlation(grey, _x + dx, _y + dy));
        _scores += best;
        if (best >= LabelledScore && _labelledFrames == _frames)
            _labelledFrames++;
        _frames++;
    }

    /// <summary>The verdict over all frames added.</summary>
    public LabelCheck Result()
    {
        var required = Math.Min(_rule.MinSeconds ?? double.PositiveInfinity, _frames / _framesPerSecond);
        var seconds = _labelledFrames / _framesPerSecond;
        return new LabelCheck(_rule.Profile, _rule.Origin, _frames > 0 && seconds >= required, _frames > 0 ? _scores / _frames : 0, seconds, required);
    }

    private double Correlation(ReadOnlySpan<byte> grey, int left, int top)
    {
        double sum = 0, squares = 0, product = 0;
        for (var y = 0; y < _height; y++)
        {
            var row = grey.Slice((top + y) * _frameWidth + left, _width);
            var picture = _picture.AsSpan(y * _width, _width);
            for (var x = 0; x < row.Length; x++)
            {
                sum += row[x];
                squares += row[x] * row[x];
                product += row[x] * picture[x];
            }
        }

        var variance = squares - sum * sum / _picture.Length;
        return variance > 0 ? product / Math.Sqrt(variance) : 0;
    }

    private static void Normalise(float[] picture)
    {
        var mean = picture.Average();
        var norm = Math.Sqrt(picture.Sum(p => (p - mean) * (p - mean)));
        for (var i = 0; i < picture.Length; i++)
            picture[i] = (float)((picture[i] - mean) / norm);
    }
}
