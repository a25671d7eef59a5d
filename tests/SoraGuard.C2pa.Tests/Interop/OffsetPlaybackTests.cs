using System.Text;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>
/// ffprobe finds every sample of a signed clip where it is, by each kind of table that says so (C2PA 2.2 §A.5.9), and from the
/// middle by its indexes; encrypted samples are decrypted by what their tables point to.
/// </summary>
[Trait("Category", "Integration")]
public sealed class OffsetPlaybackTests : IDisposable
{
    private const string Key = "00112233445566778899aabbccddeeff";
    private const string Encrypted = $"-encryption_scheme cenc-aes-ctr -encryption_key {Key} -encryption_kid {Key}";
    private const string Fragmented = "-g 10 -movflags +frag_keyframe+empty_moov";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerAndFfmpegTheory]
    [InlineData("-movflags +faststart", "stco")]
    [InlineData("", "stco")]
    [InlineData(Encrypted + " -movflags +faststart", "stco saio")]
    [InlineData(Encrypted, "stco saio")]
    [InlineData(Fragmented, "tfhd tfra")]
    [InlineData(Fragmented + "+default_base_moof", "tfra")]
    [InlineData(Fragmented + "+dash", "sidx")]
    [InlineData(Fragmented + "+dash+global_sidx", "sidx")]
    [InlineData("-g 10 -movflags +cmaf", "trun")]
    public void EverySample_IsWhereItWas(string ffmpegOptions, string tables)
    {
        var source = _folder.PathOf("source.mp4");
        var command = $"-v error -f lavfi -i testsrc2=s=160x90:d=6:r=25 -f lavfi -i sine=d=6 -c:v libx264 -pix_fmt yuv420p -c:a aac {ffmpegOptions} {source}";
        Tool.Run("ffmpeg", command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var file = File.ReadAllBytes(source);
        Assert.All(tables.Split(' '), table => Assert.True(file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(table)) > 0, $"{table} is not tested"));
        var isFragmented = file.AsSpan().IndexOf("moof"u8) > 0;
        foreach (var merkle in new[] { null, new MerkleOptions { Leaves = isFragmented ? MerkleLeaves.Fragments : MerkleLeaves.Blocks, BlockBytes = 4096, MaxStoredHashes = 2 } })
        {
            var signed = _folder.PathOf(merkle is null ? "flat.mp4" : "tree.mp4");
            File.WriteAllBytes(signed, Development.Sign(file, options: Development.Options with { Merkle = merkle }));

            Assert.Equal(Samples(source), Samples(signed));
            Assert.Equal(FramesFromTheMiddle(source), FramesFromTheMiddle(signed));
        }
    }

    private static string Samples(string file)
    {
        var samples = Tool.Run("ffprobe", ["-v", "error", .. KeyOf(file), "-show_packets", "-show_data_hash", "sha256", "-show_entries", "packet=stream_index,pts,size,data_hash", "-of", "csv", file]);
        Assert.InRange(samples.Split('\n').Length, 300, 1000);
        return samples;
    }

    /// <summary>Fragments are found by 'sidx' or by 'mfra'.</summary>
    private static string FramesFromTheMiddle(string file)
    {
        var frames = Tool.Run("ffmpeg", ["-v", "error", .. KeyOf(file), "-use_mfra_for", "pts", "-ss", "4.3", "-i", file, "-frames:v", "3", "-an", "-f", "framehash", "-"]);
        Assert.Equal(3, frames.Split('\n').Count(line => line.StartsWith("0,", StringComparison.Ordinal)));
        return frames;
    }

    private static string[] KeyOf(string file) => File.ReadAllBytes(file).AsSpan().IndexOf("cenc"u8) > 0 ? ["-decryption_key", Key] : [];
}
