using SoraGuard.Media.Fingerprints;
using SoraGuard.TestData;

namespace SoraGuard.Media.Tests.Fingerprints;

public sealed class VpdqTextTests
{
    private const string Hash = "e271017837246aaccddea259648fb7d62f435c89d9e99b2497763e216c8d055c";

    [SharedDataFact("fingerprints")]
    public void Every_published_file_is_read_and_written_byte_for_byte()
    {
        var files = Directory.GetFiles(SharedData.PathOf("fingerprints", "vpdq"), "*.txt");
        Assert.Equal(31, files.Length);

        Assert.All(files, file =>
        {
            var text = File.ReadAllText(file);
            var written = new StringWriter();
            VpdqText.Write(VpdqText.Read(new StringReader(text)), written);
            Assert.Equal(text, written.ToString());
        });
    }

    // The published clips are three scenes, each with differently treated copies: a clip matches the copies of its scene by 128 x 128 twin, and no other scene.
    [SharedDataFact("fingerprints")]
    public void Published_clips_match_their_small_copies_and_no_other_scene()
    {
        var (chair, small, pattern) = (Load("chair-orig-22-sd-bar"), Load("chair-orig-22-sd-bar-128x128"), Load("pattern-hd-no-bar"));

        var same = FingerprintMatch.Of(small, chair);
        var other = FingerprintMatch.Of(pattern, chair);

        Assert.True(same is { ContainsCompared: true, IsPart: true });
        Assert.True(other is { Agrees: false, QueryPercent: 0, ComparedPercent: 0, StartSeconds: null });
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("0,100," + Hash + "\n", 1)]
    [InlineData("0,100," + Hash + ",0.0,7\n", 1)]
    [InlineData("x,100," + Hash + ",0.0\n", 1)]
    [InlineData("-1,100," + Hash + ",0.0\n", 1)]
    [InlineData("99999999999,100," + Hash + ",0.0\n", 1)]
    [InlineData("0,101," + Hash + ",0.0\n", 1)]
    [InlineData("0,100,e271,0.0\n", 1)]
    [InlineData("0,100," + Hash + ",NaN\n", 1)]
    [InlineData("0,100," + Hash + ",0.0\n1,100," + Hash + ",1e999\n", 2)]
    [InlineData("0,100," + Hash + ",0.0\n\n", 2)]
    public void Read_OfAnythingElse_NamesTheLine(string text, int line) =>
        Assert.Equal(line, Assert.Throws<FingerprintFormatException>(() => VpdqText.Read(new StringReader(text))).Line);

    [Fact]
    public void Read_OfALineWithoutEnd_StopsAtOnce()
    {
        var endless = new EndlessReader("0,100,", int.MaxValue);

        Assert.Contains("longer than 128", Assert.Throws<FingerprintFormatException>(() => VpdqText.Read(endless)).Message, StringComparison.Ordinal);
        Assert.InRange(endless.CharsRead, 128, 256);
    }

    [Fact]
    public void Read_OfTooManyLines_IsRefused()
    {
        var line = "0,100," + Hash + ",0.0\n";
        var endless = new EndlessReader(line, line.Length);

        Assert.Equal(VpdqText.MaxLines + 1, Assert.Throws<FingerprintFormatException>(() => VpdqText.Read(endless)).Line);
    }

    [Fact]
    public void Read_TakesWindowsLineEnds_AndALastLineWithout() =>
        Assert.Equal(2, VpdqText.Read(new StringReader("0,100," + Hash + ",0.000\r\n1,7," + Hash + ",0.033")).KeyFrames.Count);

    private static ClipFingerprint Load(string name)
    {
        using var reader = File.OpenText(SharedData.PathOf("fingerprints", "vpdq", name + ".txt"));
        return VpdqText.Read(reader);
    }

    /// <summary>A text again and again up to a length, then its last character for ever.</summary>
    private sealed class EndlessReader(string text, int period) : TextReader
    {
        public int CharsRead { get; private set; }

        public override int Read()
        {
            var at = CharsRead++ % period;
            return at < text.Length ? text[at] : 'x';
        }
    }
}
