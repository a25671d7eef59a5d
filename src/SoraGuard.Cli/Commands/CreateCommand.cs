using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Server.Hosting;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard create</c>: one sentence in, a released clip out, on one machine with everything embedded.</summary>
internal static class CreateCommand
{
    public static Command Build()
    {
        var options = new CreateOptions();
        var command = new Command("create", "Make a clip: screen, generate, inspect, mark, sign, verify, release. Exit 0 released, 3 refused, 4 held for review, 1 failed, 2 bad input.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CreateRequest create, CancellationToken cancellation)
    {
        // What can be known to be wrong is said before anything is started or written.
        var request = create.Input.Check(Seeds.New());
        using var output = OutputFile.Open(create.Output);
        foreach (var file in new[] { create.Image, create.Extend }.OfType<string>())
            InputFile.Require(file);

        var settings = PipelineSettings.FromEnvironment();
        using var progress = CreateProgress.Start(create.Quiet);
        await using var resources = await PipelineResources.OpenAsync(settings, TimeProvider.System.GetUtcNow(), cancellation);
        using var host = ServiceHost.BuildEmbedded(settings, resources, create.Verbose);
        host.Services.GetRequiredService<ClipAdmission>().Check(request);
        request = await TakeInputsAsync(host.Services.GetRequiredService<InputReader>(), request, create, cancellation);
        await host.StartAsync(cancellation);
        try
        {
            return await FollowAsync(host.Services, request, create, output, progress, cancellation);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> FollowAsync(IServiceProvider services, ClipRequest request, CreateRequest create, OutputFile output, CreateProgress progress, CancellationToken cancellation)
    {
        var clips = services.GetRequiredService<ClipStore>();
        if (await clips.CountActiveAsync(cancellation) is > 0 and var others) progress.Note($"{others} clip(s) that are still unfinished here are worked on as well, until this one is done");
        var admitted = await services.GetRequiredService<ClipAdmission>().AdmitAsync(request, cancellation);
        ClipRecord clip;
        try
        {
            clip = await progress.FollowAsync(clips, services.GetRequiredService<ProgressBoard>(), admitted.Id, cancellation);
        }
        catch (OperationCanceledException)
        {
            await clips.CancelAsync(admitted.Id, CancellationToken.None); // nobody waits for it any more
            throw;
        }
        if (await clips.FindReleaseAsync(admitted.Id, cancellation) is { Content: var content })
        {
            using var copy = await services.GetRequiredService<BlobStore>().CopyAsync(content, cancellation);
            output.Complete(copy.Path);
        }
        await services.GetRequiredService<Housekeeper>().SweepAsync(cancellation); // nothing unmarked stays behind
        var summary = CreateSummary.From(clip, await clips.HistoryAsync(admitted.Id, cancellation), create.Output);
        if (create.Json) Json.Print(summary);
        else summary.Print(Console.Out);
        return ExitCodeOf(clip.State.Status);
    }

    private static async Task<ClipRequest> TakeInputsAsync(InputReader inputs, ClipRequest request, CreateRequest create, CancellationToken cancellation)
    {
        if (create.Image is { } image)
        {
            await using var file = File.OpenRead(image);
            request = request with { InputImage = await inputs.TakeImageAsync(file, cancellation) };
        }
        if (create.Extend is { } clip)
        {
            await using var file = File.OpenRead(clip);
            request = request with { InputClip = await inputs.TakeClipAsync(file, cancellation) };
        }
        return request;
    }

    private static int ExitCodeOf(ClipStatus status) => status switch
    {
        ClipStatus.Released => ExitCodes.Ok,
        ClipStatus.Refused => ExitCodes.Refused,
        ClipStatus.Held => ExitCodes.Held,
        _ => ExitCodes.Negative,
    };
}
