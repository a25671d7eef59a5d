using SoraGuard.Media.Video;

namespace SoraGuard.Media.Labels;

/// <summary>Draws a label into yuv420p frames of one size: light letters on a dark, slightly transparent plate.</summary>
public sealed class LabelOverlay
{
    private const float PlateOpacity = 0.78f;
    private const float PlateLuma = 16;
    private const float TextLuma = 235;
    private const float NeutralChroma = 128;

    private readonly int _width;
    private readonly int _height;
    private readonly float[] _text;

    private LabelOverlay(int width, int height, LabelPlacement placement, float[] text)
    {
        _width = width;
        _height = height;
        Placement = placement;
        _text = text;
    }

    /// <summary>Where the label stands.</summary>
    public LabelPlacement Placement { get; }

    /// <summary>Prepares a label; null for <see cref="LabelProfile.None"/>.</summary>
    /// <exception cref="MediaException"><see cref="MediaError.TooSmall"/>: a legible label does not fit into the frame.</exception>
    public static LabelOverlay? Create(LabelProfile profile, ContentOrigin origin, int width, int height)
    {
        if (LabelRule.For(profile, origin) is not { } rule)
            return null;
        var place = LabelPlacement.Of(rule, width, height) ?? throw new MediaException(
            MediaError.TooSmall, $"A frame of {width}x{height} pixels has no room for a legible {profile} label: use larger frames.");
        var text = LabelMask.Named(rule.Mask).Render(
            place.TextX - place.PlateX, place.TextY - place.PlateY, place.TextWidth, place.TextHeight, place.PlateWidth, place.PlateHeight);
        return new LabelOverlay(width, height, place, text);
    }

    /// <summary>Draws the label into one frame.</summary>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    public void Draw(Span<byte> yuv420p)
    {
        if (yuv420p.Length != RawFrame.Bytes(RawFormat.Yuv420p, _width, _height))
            throw new ArgumentException($"This is no yuv420p frame of {_width}x{_height}.", nameof(yuv420p));
        var plate = Placement;
        for (var y = 0; y < plate.PlateHeight; y++)
        {
            var row = yuv420p.Slice((plate.PlateY + y) * _width + plate.PlateX, plate.PlateWidth);
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)(float.Lerp(float.Lerp(row[x], PlateLuma, PlateOpacity), TextLuma, _text[y * plate.PlateWidth + x]) + 0.5f);
        }

        var (chromaWidth, chromaHeight) = ((_width + 1) / 2, (_height + 1) / 2);
        var chroma = yuv420p[(_width * _height)..];
        DrawChroma(chroma[..(chromaWidth * chromaHeight)], chromaWidth);
        DrawChroma(chroma[(chromaWidth * chromaHeight)..], chromaWidth);
    }

    private void DrawChroma(Span<byte> plane, int chromaWidth)
    {
        for (var y = 0; y < Placement.PlateHeight / 2; y++)
        {
            var row = plane.Slice((Placement.PlateY / 2 + y) * chromaWidth + Placement.PlateX / 2, Placement.PlateWidth / 2);
            for (var x = 0; x < row.Length; x++)
            {
                var text = _text[2 * y * Placement.PlateWidth + 2 * x];
                row[x] = (byte)(float.Lerp(row[x], NeutralChroma, Math.Max(PlateOpacity, text)) + 0.5f);
            }
        }
    }
}
