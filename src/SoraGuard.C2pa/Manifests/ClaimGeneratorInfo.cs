using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Manifests;

/// <summary>The software that made a claim (C2PA 2.2 §10.2.2).</summary>
public sealed record ClaimGeneratorInfo
{
    /// <summary>Name of the software.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; null where not said.</summary>
    public string? Version { get; init; }

    /// <summary>The version of the C2PA specification the claim follows, for example 2.2.0 (C2PA 2.4).</summary>
    public string? SpecVersion { get; init; }

    /// <summary>Name and version, as a person would write them.</summary>
    public override string ToString() => Version is null ? Name : $"{Name} {Version}";

    internal static ClaimGeneratorInfo Parse(CborValue value) => new()
    {
        Name = value.RequiredText("name"),
        Version = value.OptionalText("version"),
        SpecVersion = value.OptionalText("specVersion"),
    };

    internal CborValue ToCbor() => CborValue.Map(
        ("name", CborValue.Of(Name)),
        ("version", Version is null ? null : CborValue.Of(Version)),
        ("specVersion", SpecVersion is null ? null : CborValue.Of(SpecVersion)));
}
