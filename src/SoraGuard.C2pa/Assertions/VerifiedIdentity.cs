using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>One thing an aggregator verified of a person or organization (CAWG Identity Assertion 1.2 §8.1.2.1): what it says, not what is so.</summary>
public sealed record VerifiedIdentity
{
    /// <summary>How it was verified, such as <c>cawg.document_verification</c>, <c>cawg.affiliation</c> or <c>cawg.social_media</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Name as the provider knows it; null where none is given.</summary>
    public string? Name { get; init; }

    /// <summary>Name of an account; null where none is given.</summary>
    public string? UserName { get; init; }

    /// <summary>Where to reach who is named, as text; null where none is given.</summary>
    public string? Uri { get; init; }

    /// <summary>When it was verified.</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>Name of the provider who verified it.</summary>
    public required string Provider { get; init; }

    /// <exception cref="C2paFormatException">What must be there is missing, empty, or of a wrong type.</exception>
    internal static VerifiedIdentity Parse(CborValue value)
    {
        var provider = value.Required("provider");
        NonEmpty(provider, "id");
        return new VerifiedIdentity
        {
            Type = NonEmpty(value, "type"),
            Name = value["name"] is null ? null : NonEmpty(value, "name"),
            UserName = value["username"] is null ? null : NonEmpty(value, "username"),
            Uri = value.OptionalText("uri"),
            VerifiedAt = CredentialTime.Parse(value.RequiredText("verifiedAt"), "verifiedAt"),
            Provider = NonEmpty(provider, "name"),
        };
    }

    private static string NonEmpty(CborValue map, string key) =>
        map.RequiredText(key) is { Length: > 0 } text ? text : throw new C2paFormatException($"'{key}' is empty");
}
