using System.Globalization;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Assertions;

/// <summary>Something that was done to make the asset (C2PA 2.2 §18.14).</summary>
public sealed record C2paAction
{
    /// <summary>One of <see cref="ActionNames"/>, another of the specification's, or an own one with a reverse-domain prefix.</summary>
    public required string Action { get; init; }

    /// <summary>One of <see cref="DigitalSourceTypes"/>; required for <see cref="ActionNames.Created"/>.</summary>
    public string? DigitalSourceType { get; init; }

    /// <summary>What did it; null where not said.</summary>
    public ClaimGeneratorInfo? SoftwareAgent { get; init; }

    /// <summary>When it was done; null where not said.</summary>
    public DateTimeOffset? When { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Why, as a term: required for c2pa.redacted (C2PA 2.2 §18.14); null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>More about the action, <c>ingredients</c> among it; null for none.</summary>
    public CborValue? Parameters { get; init; }

    /// <summary>The ingredient assertions it worked on: <c>parameters.ingredients</c>, or <c>parameters.ingredient</c> of older files.</summary>
    /// <exception cref="C2paFormatException">An entry is no hashed URI.</exception>
    internal IReadOnlyList<HashedUri> Ingredients()
    {
        if (Parameters is not { } parameters)
            return [];
        var listed = parameters.OptionalArray("ingredients");
        return [.. (listed.Count == 0 && parameters["ingredient"] is { } single ? [single] : listed).Select(HashedUri.Parse)];
    }

    /// <exception cref="C2paFormatException">Not a well-formed action.</exception>
    internal static C2paAction Parse(CborValue value) => new()
    {
        Action = value.RequiredText("action"),
        DigitalSourceType = value.OptionalText("digitalSourceType"),
        SoftwareAgent = value["softwareAgent"] switch
        {
            null => null,
            { Kind: CborKind.Text } name => new ClaimGeneratorInfo { Name = name.AsText() },
            var info => ClaimGeneratorInfo.Parse(info),
        },
        When = value.OptionalText("when") is { } when ? ParseTime(when) : null,
        Description = value.OptionalText("description"),
        Reason = value.OptionalText("reason"),
        Parameters = value["parameters"],
    };

    /// <summary>Null for text that is no date: the action is no less told by it.</summary>
    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    internal CborValue ToCbor() => CborValue.Map(
        ("action", CborValue.Of(Action)),
        ("digitalSourceType", DigitalSourceType is null ? null : CborValue.Of(DigitalSourceType)),
        ("softwareAgent", SoftwareAgent?.ToCbor()),
        ("when", When is { } when ? CborValue.Of(when) : null),
        ("description", Description is null ? null : CborValue.Of(Description)),
        ("reason", Reason is null ? null : CborValue.Of(Reason)),
        ("parameters", Parameters));
}
