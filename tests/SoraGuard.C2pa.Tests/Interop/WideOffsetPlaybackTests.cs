using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>A clip whose media the manifest pushes past 4 GiB still plays (C2PA 2.2 §A.5.9). The file is sparse: zeros take no space.</summary>
[Trait("Category", "Integration")]
public sealed class WideOffsetPlaybackTests : IDisposable
{
    private const long LastOffset32 = uint.MaxValue;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerAndFfmpegTheory]
    [InlineData("-movflags +faststart")]
    public void ClipJustBelow4GiB_PlaysAsBefore(string options)
    {
        var (clip, signed) = (_folder.PathOf("clip.mp4"), _folder.PathOf("signed.mp4"));
        Tool.Run("ffmpeg", $"-v error -f lavfi -i testsrc2=s=160x90:d=1:r=25 -f lavfi -i sine=d=1 -c:v libx264 -pix_fmt yuv420p -c:a aac {options} {clip}".Split(' '));
        using var source = PushBack(File.ReadAllBytes(clip));
        using var destination = new SparseStream();

        Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, Development.Options).GetAwaiter().GetResult();

        var boxes = BmffReader.Read(destination);
        Assert.Equal((0, 2), (boxes.All().Count(b => b.Type == BoxTypes.Stco), boxes.All().Count(b => b.Type == BoxTypes.Co64)));
        destination.SaveTo(signed);
        Assert.Equal(FrameHashes(clip), FrameHashes(signed));
        using var file = File.OpenRead(signed);
        Assert.Equal(ValidationState.Trusted, C2paValidator.Validate(file, Development.Validation).State);
    }

    /// <summary>Puts a free box before the media, so that its last byte is the last that an offset of 32 bits reaches.</summary>
    private static SparseStream PushBack(byte[] clip)
    {
        var mdat = clip.AsSpan().IndexOf("mdat"u8) - 4;
        var freeBytes = LastOffset32 - clip.Length;
        for (var at = clip.AsSpan().IndexOf("stco"u8); at >= 0; at = clip.AsSpan(at + 4).IndexOf("stco"u8) is var next and >= 0 ? at + 4 + next : -1)
            for (var (i, count) = (0, BinaryPrimitives.ReadInt32BigEndian(clip.AsSpan(at + 8))); i < count; i++)
            {
                var field = clip.AsSpan(at + 12 + 4 * i);
                BinaryPrimitives.WriteUInt32BigEndian(field, checked((uint)(BinaryPrimitives.ReadUInt32BigEndian(field) + freeBytes)));
            }
        var file = new SparseStream();
        file.Write(clip.AsSpan(0, mdat));
        file.Write([.. U32(1), .. "free"u8, .. U64((ulong)freeBytes)]);
        file.Position = mdat + freeBytes;
        file.Write(clip.AsSpan(mdat));
        return file;
    }

    private static string FrameHashes(string file) => Tool.Run("ffmpeg", ["-v", "error", "-i", file, "-f", "framehash", "-"]);
}
