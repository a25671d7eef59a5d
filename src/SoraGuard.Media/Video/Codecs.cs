using System.Collections.Frozen;

namespace SoraGuard.Media.Video;

/// <summary>The codecs that files may use. Everything else of ffmpeg's hundreds of decoders stays shut.</summary>
internal static class Codecs
{
    /// <summary>Video codecs, by ffprobe's name.</summary>
    public static FrozenSet<string> Video { get; } = new[] { "h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "prores" }.ToFrozenSet();

    /// <summary>ffmpeg's decoders for them.</summary>
    public const string VideoDecoders = "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,libdav1d,libaom-av1,av1,mpeg4,prores";

    /// <summary>Decoders that ffprobe may open to name a container's other streams, and that audio may need on its way into MP4.</summary>
    public const string OtherDecoders =
        "aac,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,ac3,eac3,flac,alac,pcm_s16le,pcm_s16be,pcm_s24le,pcm_f32le,"
        + "mov_text,subrip,srt,ass,ssa,webvtt,text";

    /// <summary>All that a container of audio, video and captions may need.</summary>
    public const string ContainerDecoders = VideoDecoders + "," + OtherDecoders;

    public const string StillDecoders = "png,mjpeg,webp,vp8";

    /// <summary>Audio codecs that MP4 holds as they are.</summary>
    public static FrozenSet<string> AudioInMp4 { get; } = new[] { "aac", "mp3", "opus", "ac3", "eac3", "flac", "alac" }.ToFrozenSet();
}
