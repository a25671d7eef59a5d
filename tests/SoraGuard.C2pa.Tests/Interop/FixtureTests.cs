using System.Globalization;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>
/// Every file of the fixtures' manifest against the verdict written there, which is that of c2pa-rs. Where this library does not
/// agree, or does not read the format yet, the file is listed here with the reason, and the test asserts what it does instead: a
/// file that starts to agree fails the test until it is taken off the list.
/// </summary>
public class FixtureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>File, what this library says (failures in alphabetical order), why it differs.</summary>
    private static readonly Dictionary<string, (string Verdict, string Reason)> Differences = new()
    {
        ["c2pa-rs/legacy.mp4"] = ("Invalid claim.hardBindings.missing signingCredential.untrusted",
            "c2pa.hash.bmff of version 1 is ignored (C2PA 2.2 §18.6.1)"),
        ["public-testfiles/nikon-20221019-building.jpeg"] = ("Invalid claimSignature.outsideValidity signingCredential.untrusted",
            "signingCredential.expired is no code of the specification: claimSignature.outsideValidity is (C2PA 2.2 §15.8.2)"),
        ["c2pa-rs/no_alg.jpg"] = ("Invalid algorithm.unsupported claimSignature.mismatch",
            "c2pa-rs stops with an error where no hash algorithm is named: the specification has a code for it (C2PA 2.2 §15.4.1)"),
        ["c2pa-rs/prerelease.jpg"] = ("Invalid assertion.hashedURI.mismatch claimSignature.mismatch",
            "c2pa-rs stops with an error at a layout older than the specification: here it is a manifest that is wrong"),
        ["c2pa-rs/adobe-20220124-E-clm-CAICAI.jpg"] = ("Invalid assertion.hashedURI.mismatch", "an ingredient assertion whose hash is wrong is not looked into"),
    };

    private static TrustAnchors Trust => TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "all-for-manifest.pem")));

    public static TheoryData<string, string, string> Files()
    {
        var data = new TheoryData<string, string, string>();
        var manifest = SharedData.PathOf("c2pa", "MANIFEST.md");
        var folder = "";
        foreach (var line in File.Exists(manifest) ? File.ReadLines(manifest) : [])
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                folder = line[3..].Trim();
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length > 8 && int.TryParse(cells[2], CultureInfo.InvariantCulture, out _))
                data.Add(folder + cells[1], cells[4], cells[5] == "-" ? "" : cells[5]);
        }
        return data.Count > 0 ? data : new TheoryData<string, string, string> { { "none", "", "" } };
    }

    [SharedDataTheory("c2pa")]
    [MemberData(nameof(Files))]
    public void Validate_Fixture_AgreesWithItsVerdictOrIsListed(string file, string expectedState, string expectedFailures)
    {
        var actual = Verdict(file);

        if (Differences.TryGetValue(file, out var difference))
            Assert.Equal(difference.Verdict, actual);
        else
            Assert.Equal(Expected(expectedState, expectedFailures), actual);
    }

    [SharedDataFact("c2pa")]
    public void Differences_AreAllFilesThatDiffer()
    {
        var files = Files().ToDictionary(row => (string)row[0], row => Expected((string)row[1], (string)row[2]));

        Assert.All(Differences, d => Assert.NotEqual(files[d.Key], d.Value.Verdict));
        Assert.True(files.Count >= 70, "the fixtures' manifest was not understood");
    }

    private static string Verdict(string file)
    {
        try
        {
            using var stream = File.OpenRead(SharedData.PathOf(["c2pa", .. file.Split('/')]));
            var result = C2paValidator.Validate(stream, new ValidationOptions { Time = Now, Trust = Trust, TimeStampTrust = Trust });
            return Line(result.State.ToString(), result.Failures.Where(f => f.IngredientUri is null).Select(f => f.Code));
        }
        catch (C2paFormatException e)
        {
            return $"unreadable: {e.Message}";
        }
    }

    /// <summary>The manifest's words for what this library reports in its own.</summary>
    private static string Expected(string state, string failures) => state switch
    {
        "no manifest" or "-" => "None",
        _ when state.Contains("RemoteManifestUrl", StringComparison.Ordinal) => "None manifest.inaccessible",
        _ when state.Contains("TooManyManifestStores", StringComparison.Ordinal) => "None general.error",
        _ when state.Contains("InvalidAsset", StringComparison.Ordinal) =>
            "unreadable: Boxes nested more than 32 deep (at byte 280, in /moov/moov/moov/moov/moov/moov/moov/moov/moov/moov/moov/moov/moov/moov/moov/moov…)",
        _ when state.Contains("JumbfParseError", StringComparison.Ordinal) => "unreadable: The manifest store claims 13290 of 355 bytes (at byte 77, in /uuid)",
        _ => Line(state, failures.Split(", ", StringSplitOptions.RemoveEmptyEntries)),
    };

    private static string Line(string state, IEnumerable<string> failures) => string.Join(' ', [state, .. failures.Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>With its fragment, as MANIFEST.md says of c2pa-rs; the segments of others are not its.</summary>
    [SharedDataFact("c2pa")]
    public void FragmentedFixture_IsValidWithItsFragment()
    {
        using var init = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "dashinit.mp4"));
        using var fragment = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "dash1.m4s"));

        var result = C2paValidator.ValidateFragmented(init, [fragment], new ValidationOptions { Time = Now, Trust = Trust });

        Assert.Equal("Valid signingCredential.untrusted", Line(result.State.ToString(), result.Failures.Select(f => f.Code)));
    }

    /// <summary>c2pa-rs, given the store under the address that the image names, says the same.</summary>
    [SharedDataFact("c2pa")]
    public void SidecarFixture_IsTrustedWithItsImage_AndNotWithAnother()
    {
        var options = new ValidationOptions { Time = Now, Trust = Trust, TimeStampTrust = Trust };
        using var store = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "cloud_manifest.c2pa"));
        using var image = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "cloud.jpg"));
        using var other = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "cloudx.jpg"));

        Assert.Equal(ValidationState.Trusted, C2paValidator.ValidateSidecar(image, store, options).State);
        Assert.Equal([StatusCodes.AssertionDataHashMismatch], C2paValidator.ValidateSidecar(other, store, options).Failures.Select(f => f.Code));
    }
}
