using System.CommandLine;
using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Validation;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Provenance;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard c2pa sign</c>: adds a manifest to a file.</summary>
internal static class C2paSignCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "The file to sign; it is not changed." };
    private static readonly Option<string> Output = new("-o", "--output") { Description = "The signed file; with --fragments a new folder of signed files.", HelpName = "OUT", Required = true };
    private static readonly Option<string?> Chain = new("--cert") { Description = "Certificate chain (PEM), the signer's own first (default: this service's own chain).", HelpName = "PEM" };
    private static readonly Option<string?> Key = new("--key") { Description = "Private key (PEM, unencrypted) of the first certificate.", HelpName = "PEM" };
    private static readonly Option<CoseAlgorithm?> Algorithm = new("--alg") { Description = "Signature algorithm, for an RSA key: Ps256, Ps384 or Ps512 (default: Ps256, and of other keys the one that goes with them).", HelpName = "ALG" };
    private static readonly Option<string?> SourceType = new("--source-type") { Description = "How it came to be: an IPTC digital source type (default: trainedAlgorithmicMedia, and of an edit compositeWithTrainedAlgorithmicMedia).", HelpName = "TYPE" };
    private static readonly Option<string?> Parent = new("--parent") { Description = "The file it was made out of, whose manifest it keeps.", HelpName = "FILE" };
    private static readonly Option<string[]> Components = new("--component") { Description = "A file that became part of it; may be repeated.", HelpName = "FILE" };
    private static readonly Option<string[]> Assertions = new("--assertion") { Description = "A further assertion from a JSON file; may be repeated.", HelpName = "LABEL=FILE" };
    private static readonly Option<string?> Title = new("--title") { Description = "Name of the asset for people.", HelpName = "TEXT" };
    private static readonly Option<bool> Sidecar = new("--sidecar") { Description = "Leave the file as it is: OUT becomes its manifest store (.c2pa). For files of any format." };

    private static readonly Option<bool> Update = new("--update") { Description = "Add to what is signed without changing it: an update manifest with the assertions given (MP4, MOV, JPEG, PNG)." };
    private static readonly Option<bool> BoxHash = new("--box-hash") { Description = "Bind a JPEG or PNG segment by segment or chunk by chunk, so that a validator can name what was changed." };

    private static readonly Option<string[]> Fragments = C2paOptions.Fragments();
    private static readonly Option<MerkleLeaves?> Merkle = new("--merkle") { Description = "Hash the media of an MP4 or MOV file by a Merkle tree over blocks, chunks or movie fragments, so that parts can be validated by themselves.", HelpName = "blocks|chunks|fragments" };
    private static readonly Option<long?> BlockBytes = new("--block-bytes") { Description = "Size of a block of --merkle blocks (default: 256 KiB, or more for files over 1 GiB).", HelpName = "BYTES" };

    public static Command Build()
    {
        var json = CommonOptions.Json();
        var command = new Command("sign", "Sign a file: created by AI, or, with --parent, edited by AI. Exit 0 signed and validated, 2 the file or an option cannot be used.")
        {
            Source, Output, Chain, Key, Algorithm, SourceType, Parent, Components, Assertions, Title, Sidecar, Update, BoxHash, Merkle, BlockBytes, Fragments, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Chain) is null != result.GetValue(Key) is null) result.AddError("Give --cert and --key together, or neither.");
            if (result.GetValue(Algorithm) is not null && result.GetValue(Key) is null) result.AddError("--alg goes with --cert and --key.");
            if (result.GetValue(Update) && (result.GetValue(Sidecar) || result.GetValue(Parent) is not null || result.GetValue(Assertions) is not { Length: > 0 }))
                result.AddError("--update goes with --assertion, and without --sidecar and --parent.");
            if (result.GetValue(Update) && (result.GetValue(SourceType) is not null || result.GetValue(Components) is { Length: > 0 } || result.GetValue(BoxHash)))
                result.AddError("--update changes nothing of how the file came to be and is bound: it goes without --source-type, --component and --box-hash.");
            if (result.GetValue(BoxHash) && (result.GetValue(Sidecar) || result.GetValue(Fragments) is { Length: > 0 })) result.AddError("--box-hash goes without --sidecar and --fragments.");
            if (result.GetValue(Fragments) is { Length: > 0 } && (result.GetValue(Update) || result.GetValue(Sidecar) || result.GetValue(Merkle) is not null))
                result.AddError("--fragments goes without --update, --sidecar and --merkle.");
            if (result.GetValue(Merkle) is not null && (result.GetValue(Update) || result.GetValue(Sidecar))) result.AddError("--merkle goes without --update and --sidecar.");
            if (result.GetValue(BlockBytes) is { } bytes && (bytes <= 0 || result.GetValue(Merkle) != MerkleLeaves.Blocks)) result.AddError("--block-bytes goes with --merkle blocks, and is above 0.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (settings, now) = (PipelineSettings.FromEnvironment(), TimeProvider.System.GetUtcNow());
            using var random = RandomNumberGenerator.Create();
            var merkle = parsed.GetValue(Merkle) is { } leaves ? new MerkleOptions { Leaves = leaves, BlockBytes = parsed.GetValue(BlockBytes) } : null;
            using var timeStamping = new TimeStamping(settings.TimeStamp);
            var options = timeStamping.OptionsFor(C2paOptions.Policy(settings), now, random) with { HashImagesByBox = parsed.GetValue(BoxHash), Merkle = merkle };
            var signed = parsed.GetValue(Fragments) is { Length: > 0 }
                ? await SignFragmentsAsync(parsed, settings, options, cancellation)
                : await SignFileAsync(parsed, settings, options, cancellation);
            if (signed.TimeStampFailure is { } failure) Console.Error.WriteLine($"soraguard: signed without a time-stamp (SORAGUARD__C2PA__TSAFAILURE=sign-without): {failure}");
            if (parsed.GetValue(json)) Json.Print(new { file = parsed.GetValue(Source), @out = parsed.GetValue(Output), manifest = signed.Manifest, bytes = signed.Length, issuer = signed.Validation.Issuer, timeStamp = signed.Validation.SigningTime, timeStampFailure = signed.TimeStampFailure });
            else Console.Out.WriteLine($"signed {parsed.GetValue(Output)}: {signed.Manifest}, by {signed.Validation.Issuer}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<SigningResult> SignFileAsync(ParseResult parsed, PipelineSettings settings, SigningOptions options, CancellationToken cancellation)
    {
        InputFile.Require(parsed.GetRequiredValue(Source));
        InputFile.RequireOther(parsed.GetRequiredValue(Source), parsed.GetRequiredValue(Output));
        using var output = OutputFile.Open(parsed.GetRequiredValue(Output));
        var signer = OpenSigner(parsed, settings);
        using var release = signer as IDisposable;
        var manifest = BuildManifest(parsed, settings, options.Time, cancellation);
        SigningResult signed;
        await using (var source = InputFile.OpenRead(parsed.GetRequiredValue(Source)))
        {
            if (parsed.GetValue(BoxHash) && !IsJpegOrPng(source)) throw new FormatException("--box-hash is for JPEG and PNG files: sign this one without it.");
            signed = await SignAsync(parsed, source, output.Stream, manifest, signer, options, cancellation);
        }
        output.Complete();
        return signed;
    }

    private static bool IsJpegOrPng(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read] is [0xFF, 0xD8] or [0x89, (byte)'P'];
    }

    private static async Task<SigningResult> SignFragmentsAsync(ParseResult parsed, PipelineSettings settings, SigningOptions options, CancellationToken cancellation)
    {
        var file = parsed.GetRequiredValue(Source);
        using var output = OutputFolder.Open(parsed.GetRequiredValue(Output));
        var signer = OpenSigner(parsed, settings);
        using var release = signer as IDisposable;
        var manifest = BuildManifest(parsed, settings, options.Time, cancellation);
        var fragments = InputFragments.Expand(parsed.GetRequiredValue(Fragments), file)
            .Select(f => new FragmentFile(() => File.OpenRead(f), () => output.OpenFile(Path.GetFileName(f)))).ToList();
        SigningResult signed;
        await using (var source = InputFile.OpenRead(file))
        await using (var destination = output.OpenFile(Path.GetFileName(file)))
            signed = await FragmentSigner.SignAsync(source, destination, fragments, manifest, signer, options, cancellation);
        output.Complete();
        return signed;
    }

    private static async Task<SigningResult> SignAsync(
        ParseResult parsed, FileStream source, Stream destination, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options, CancellationToken cancellation)
    {
        if (parsed.GetValue(Sidecar)) return await SidecarSigner.SignAsync(source, destination, manifest, signer, options, cancellation);
        if (!parsed.GetValue(Update)) return await AssetSigner.SignAsync(source, destination, manifest, signer, options, cancellation);
        await source.CopyToAsync(destination, cancellation);
        return await UpdateSigner.UpdateInPlaceAsync(destination, manifest, signer, options, cancellation);
    }

    private static IC2paSigner OpenSigner(ParseResult parsed, PipelineSettings settings)
    {
        if (parsed.GetValue(Chain) is not { } chain || parsed.GetValue(Key) is not { } key) return C2paOptions.Identity(settings).OpenSigner();
        try
        {
            return PemSigner.FromPem(File.ReadAllText(chain), File.ReadAllText(key), parsed.GetValue(Algorithm));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"--cert {chain} and --key {key} cannot be used: {e.Message}");
        }
    }

    private static ManifestBuilder BuildManifest(ParseResult parsed, PipelineSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        var options = C2paOptions.Policy(settings).Measure(now);
        var manifest = new ManifestBuilder(new ClaimGeneratorInfo { Name = "SoraGuard", Version = typeof(C2paSignCommand).Assembly.GetName().Version!.ToString(3) }) { Title = parsed.GetValue(Title) }; // the build sets it
        foreach (var assertion in parsed.GetValue(Assertions) ?? [])
            AddAssertion(manifest, assertion);
        if (parsed.GetValue(Update)) return manifest;
        var parent = parsed.GetValue(Parent) is { } file ? Open(file, IngredientAssertion.ParentOf, options, cancellation) : null;
        var made = DigitalSourceTypes.FromTerm(parsed.GetValue(SourceType) ?? (parent is null ? "trainedAlgorithmicMedia" : "compositeWithTrainedAlgorithmicMedia"));
        if (parent is null)
            manifest.Add(new C2paAction { Action = ActionNames.Created, DigitalSourceType = made, When = now });
        else
            manifest.Add(new C2paAction { Action = ActionNames.Opened, When = now }, parent).Add(new C2paAction { Action = ActionNames.Edited, DigitalSourceType = made, When = now });
        foreach (var component in parsed.GetValue(Components) ?? [])
            manifest.Add(new C2paAction { Action = ActionNames.Placed, When = now }, Open(component, IngredientAssertion.ComponentOf, options, cancellation));
        return manifest;
    }

    private static Ingredient Open(string file, string relationship, ValidationOptions options, CancellationToken cancellation)
    {
        using var stream = InputFile.OpenRead(file);
        return Ingredient.FromFile(stream, relationship, Path.GetFileName(file), options, cancellationToken: cancellation).Ingredient;
    }

    private static void AddAssertion(ManifestBuilder manifest, string option)
    {
        var at = option.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new FormatException($"'{option}' is no assertion: give LABEL=FILE, such as org.example.review=review.json.");
        try
        {
            manifest.AddJsonAssertion(option[..at], File.ReadAllBytes(option[(at + 1)..]));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"--assertion {option}: {e.Message}");
        }
    }
}
