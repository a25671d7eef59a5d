namespace SoraGuard.Cli.Benchmarks;

/// <summary>What is done to a marked clip before its mark is looked for: one run of ffmpeg.</summary>
/// <param name="Name">Short and without blanks, for <c>--attacks</c>.</param>
/// <param name="GoalPercent">Clips of which the whole payload should still be read; null where none is set.</param>
/// <param name="Arguments">Of ffmpeg, between input and output.</param>
/// <param name="Extension">Of the output, which decides its container.</param>
internal sealed record Attack(string Name, int? GoalPercent, IReadOnlyList<string> Arguments, string Extension = "mp4")
{
    private const string Half = "lutrgb=r=val*0.5:g=val*0.5:b=val*0.5";

    private static readonly string[] s_480p = ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "500k", "-maxrate", "600k", "-bufsize", "1000k"];
    private static readonly string[] s_360p = ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "300k", "-maxrate", "350k", "-bufsize", "600k"];

    /// <summary>From the mildest to those beyond what is aimed at.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("none", 99, ["-c:v", "copy"]),
        .. new[] { 23, 28, 30 }.Select(crf => new Attack($"h264-{crf}", 99, H264(crf))),
        new("h264-35", 95, H264(35)),
        new("h264-40", 90, H264(40)),
        new("h264-45", null, H264(45)),
        new("h265-28", 99, H265(28)),
        new("h265-35", null, H265(35)),
        new("av1-45", 99, ["-c:v", "libsvtav1", "-preset", "8", "-crf", "45"]),
        new("vp9-600k", 99, ["-vf", "scale=-2:480", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-b:v", "600k"], "webm"),
        new("480p-500k", 99, ["-vf", "scale=-2:480", .. s_480p]),
        new("360p-300k", 95, ["-vf", "scale=-2:360", .. s_360p]),
        Filter("crop-71", 99, "crop=iw*0.71:ih*0.71"),
        Filter("crop-71-offset", 99, "crop=iw*0.71:ih*0.71:iw*0.23:ih*0.03"),
        Filter("crop-55", 95, "crop=iw*0.55:ih*0.55"),
        Filter("flip", 99, "hflip"),
        Filter("rotate-1", 99, "rotate=1*PI/180"),
        Filter("rotate-3", 99, "rotate=3*PI/180"),
        Filter("rotate-10", 95, "rotate=10*PI/180"),
        Filter("rotate-90", null, "transpose=1"),
        Filter("aspect-5", 95, "scale=trunc(iw*1.05/2)*2:ih"),
        Filter("dark", 99, Half),
        Filter("bright", 99, "lutrgb=r=val*1.5:g=val*1.5:b=val*1.5"),
        Filter("contrast-half", 99, "eq=contrast=0.5"),
        Filter("contrast-more", 99, "eq=contrast=1.5"),
        Filter("grey", 99, "hue=s=0"),
        Filter("blur", null, "gblur=sigma=1.7"),
        Filter("caption", 95, "drawbox=x=0:y=ih*0.8:w=iw:h=ih*0.2:color=black:t=fill,drawbox=x=iw*0.05:y=ih*0.05:w=iw*0.15:h=ih*0.15:color=white:t=fill"),
        Filter("15-fps", 99, "fps=15"),
        new("half-the-frames", 99, ["-vf", @"select=gt(random(1)\,0.5)", "-fps_mode", "vfr", .. H264(28)]),
        new("faster", 99, ["-vf", "setpts=PTS/1.25", "-r", "30", .. H264(28)]),
        new("two-seconds", 99, ["-ss", "1", "-t", "2", .. H264(28)]),
        new("one-frame", null, ["-frames:v", "1", .. H264(28)]),
        Filter("crop-dark-30", 90, $"crop=iw*0.71:ih*0.71,{Half}", crf: 30),
        Filter("crop-dark-40", null, $"crop=iw*0.71:ih*0.71,{Half}", crf: 40),
        new("social", 95, ["-vf", "crop=iw*0.9:ih*0.9,scale=-2:480,drawbox=x=0:y=ih*0.85:w=iw:h=ih*0.15:color=black@0.8:t=fill,fps=25", .. s_480p]),
        Filter("screen-capture", 95, "scale=trunc(iw*0.83/2)*2:-2:flags=bilinear,rotate=0.4*PI/180,gblur=sigma=0.7,noise=alls=6:allf=t,eq=gamma=1.1:contrast=0.95,fps=30"),
        Filter("perspective", null, "perspective=x0=W*0.05:y0=H*0.05:x1=W*0.97:y1=0:x2=0:y2=H*0.95:x3=W:y3=H"),
    ];

    private static string[] H264(int crf) => ["-c:v", "libx264", "-preset", "medium", "-pix_fmt", "yuv420p", "-crf", $"{crf}"];

    private static string[] H265(int crf) => ["-c:v", "libx265", "-preset", "fast", "-x265-params", "log-level=none", "-crf", $"{crf}"];

    /// <summary>Sides are made even, which H.264 in 4:2:0 needs.</summary>
    private static Attack Filter(string name, int? goalPercent, string filter, int crf = 28) =>
        new(name, goalPercent, ["-vf", $"{filter},scale=trunc(iw/2)*2:trunc(ih/2)*2", .. H264(crf)]);
}
