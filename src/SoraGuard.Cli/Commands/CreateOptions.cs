using System.CommandLine;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Cli.Commands;

/// <summary>What <c>create</c> was asked for, unchecked.</summary>
internal sealed record CreateRequest(ClipRequestInput Input, string? Image, string? Extend, string Output, bool Json, bool Quiet, bool Verbose);

/// <summary>The options of <c>create</c>.</summary>
internal sealed class CreateOptions
{
    private readonly Argument<string> prompt = new("prompt") { Description = "What the clip shows, in a sentence." };
    private readonly Option<string> output = new("--output", "-o") { Description = "The file to write (MP4).", Required = true, HelpName = "OUT.mp4" };
    private readonly Option<int?> seconds = new("--seconds") { Description = $"Length of the new material, {ClipRequestInput.ShortestSeconds} to {ClipRequestInput.LongestSeconds} (default {ClipRequestInput.DefaultSeconds}).", HelpName = "N" };
    private readonly Option<string?> size = new("--size") { Description = $"Picture size: {string.Join(", ", FrameSize.Supported)} (the first is the default).", HelpName = "WxH" };
    private readonly Option<string?> image = new("--image") { Description = "A still image to set in motion (PNG, JPEG, WebP).", HelpName = "FILE" };
    private readonly Option<string?> extend = new("--extend") { Description = "A clip to go on from; it stands first in the result.", HelpName = "FILE" };
    private readonly Option<string?> label = new("--label") { Description = "Visible label: eu, cn, plain or none (default: by region).", HelpName = "PROFILE" };
    private readonly Option<ulong?> seed = new("--seed") { Description = "Seed: the same prompt and seed give the same frames.", HelpName = "N" };
    private readonly Option<string?> region = CommonOptions.Region(), at = CommonOptions.At(), tier = CommonOptions.Tier();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "No progress on stderr." };
    private readonly Option<bool> verbose = new("--verbose") { Description = "The service's log on stderr." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(prompt);
        foreach (var option in (Option[])[output, seconds, size, image, extend, region, at, tier, label, seed, json, quiet, verbose]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(image) is not null && result.GetValue(extend) is not null) result.AddError("Give --image or --extend, not both.");
        });
    }

    public CreateRequest Read(ParseResult parsed) => new(
        new()
        {
            Prompt = parsed.GetValue(prompt), Seconds = parsed.GetValue(seconds), Size = parsed.GetValue(size), Region = parsed.GetValue(region), At = parsed.GetValue(at),
            Tier = parsed.GetValue(tier), Label = parsed.GetValue(label), Seed = parsed.GetValue(seed),
        },
        parsed.GetValue(image), parsed.GetValue(extend), parsed.GetValue(output)!, // required
        parsed.GetValue(json), parsed.GetValue(quiet), parsed.GetValue(verbose));
}
