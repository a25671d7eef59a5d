using System.Diagnostics;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Classifiers;

/// <summary>Real files through ffmpeg. The network was trained on these scenes, so this shows that frames are sampled as in training, not how good it is (see the model card).</summary>
public class LabelledFootageTests
{
    [SharedDataFact("violence")]
    [Trait("Category", "Integration")]
    public void FightsOutscoreOtherClips()
    {
        using var inspector = Inspector.Load([ClassifierFolder.Shipped], ExecutionProvider.Cpu);

        var scored = File.ReadLines(SharedData.PathOf("violence", "labels.csv")).Skip(1).Where((_, i) => i % 5 == 0).Select(line => line.Split(','))
            .Select(row => (Fight: row[1] == "1", Report: Inspect(inspector, SharedData.PathOf("violence", row[0])))).ToList();

        Assert.All(scored, clip => Assert.Null(clip.Report.Abstained));
        var pairs = from fight in scored where fight.Fight from other in scored where !other.Fight select fight.Report.Clip["violence"] > other.Report.Clip["violence"] ? 1 : 0;
        Assert.InRange(pairs.Average(), 0.8, 1);
    }

    private static InspectionReport Inspect(Inspector inspector, string path)
    {
        var filter = $"fps={Sampling.FramesPerSecond},scale={Sampling.Side}:{Sampling.Side}:flags=area";
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-i", path, "-vf", filter, "-pix_fmt", "gray", "-f", "rawvideo", "-"])
        {
            RedirectStandardOutput = true,
        })!; // a program that cannot be started throws
        var (inspection, frame) = (inspector.Begin(), new byte[Sampling.FrameBytes]);
        while (ffmpeg.StandardOutput.BaseStream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length) inspection.Add(frame);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return inspection.Complete();
    }
}
