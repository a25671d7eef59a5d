using System.Globalization;

namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// vPDQ's text: a line for each frame, <c>frame number,quality,hash,seconds</c>, as its tools write and read it. It holds whole frames only; of what is
/// imported, mirror images and windows are known as far as the other clip carries them.
/// </summary>
public static class VpdqText
{
    /// <summary>Most lines that are read: 10 minutes at 120 frames per second, and some.</summary>
    public const int MaxLines = 100_000;

    private const int MaxLineChars = 128, Fields = 4;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FingerprintFormatException">A line is no frame, or there are none, or too many.</exception>
    public static ClipFingerprint Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var frames = new List<KeyFrame>();
        Span<char> line = stackalloc char[MaxLineChars];
        while (ReadLine(reader, line, frames.Count + 1) is >= 0 and var length)
        {
            if (frames.Count == MaxLines)
                throw new FingerprintFormatException(frames.Count + 1, $"there are more than {MaxLines} frames; import clips of at most 10 minutes");
            frames.Add(Parse(line[..length], frames.Count + 1));
        }

        return frames.Count > 0 ? new ClipFingerprint(frames) : throw new FingerprintFormatException(1, "there is no frame; export the hashes again");
    }

    /// <summary>Writes the whole frames of a clip.</summary>
    public static void Write(ClipFingerprint clip, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var frame in clip.KeyFrames)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{frame.Number},{frame.Whole.Quality},{frame.Whole.Hash},{frame.Seconds:0.000}\n"));
    }

    // -1 at the end. A line without end would otherwise be read whole before it could be refused.
    private static int ReadLine(TextReader reader, Span<char> line, int number)
    {
        var length = 0;
        while (reader.Read() is >= 0 and var next)
        {
            if (next == '\n')
                return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            if (length == line.Length)
                throw new FingerprintFormatException(number, $"it is longer than {MaxLineChars} characters");
            line[length++] = (char)next;
        }

        return length > 0 ? length : -1;
    }

    private static KeyFrame Parse(ReadOnlySpan<char> line, int number)
    {
        Span<Range> fields = stackalloc Range[Fields + 1];
        if (line.Split(fields, ',') != Fields)
            throw new FingerprintFormatException(number, "it has not four fields: frame number, quality, hash, seconds");
        if (!int.TryParse(line[fields[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var frame))
            throw new FingerprintFormatException(number, "its frame number is no whole number");
        if (!int.TryParse(line[fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var quality) || quality > 100)
            throw new FingerprintFormatException(number, "its quality is not 0 to 100");
        if (!PdqHash.TryParse(line[fields[2]], out var hash))
            throw new FingerprintFormatException(number, "its hash is not 64 hexadecimal digits");
        if (!double.TryParse(line[fields[3]], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || !double.IsFinite(seconds))
            throw new FingerprintFormatException(number, "its time is no number of seconds");
        return new KeyFrame(frame, seconds, [new PartHash(FramePart.Whole, hash, quality)]);
    }
}
