using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>Which model made content, and how far a person had a hand in it (C2PA 2.4 §18.28): <c>c2pa.ai-disclosure</c>.</summary>
public sealed record AiDisclosure
{
    /// <summary>A type of the asset-type vocabulary, such as c2pa.types.model or c2pa.types.model.pytorch.</summary>
    public required string ModelType { get; init; }

    /// <summary>For people; null for not saying.</summary>
    public string? ModelName { get; init; }

    /// <summary>Of the model, where it is published; null for not saying.</summary>
    public string? ModelIdentifier { get; init; }

    /// <summary>fully_autonomous, prompt_guided or human_validated, or what later versions add; null for not saying.</summary>
    public string? HumanOversightLevel { get; init; }

    /// <exception cref="C2paFormatException">Not a well-formed disclosure.</exception>
    internal static AiDisclosure Parse(CborValue value) => new()
    {
        ModelType = value.RequiredText("modelType"),
        ModelName = value.OptionalText("modelName"),
        ModelIdentifier = value.OptionalText("modelIdentifier"),
        HumanOversightLevel = value["contentProfile"]?.OptionalText("humanOversightLevel"),
    };

    internal CborValue ToCbor() => CborValue.Map(
        ("modelType", CborValue.Of(ModelType)),
        ("modelName", ModelName is null ? null : CborValue.Of(ModelName)),
        ("modelIdentifier", ModelIdentifier is null ? null : CborValue.Of(ModelIdentifier)),
        ("contentProfile", HumanOversightLevel is null ? null : CborValue.Map(("humanOversightLevel", CborValue.Of(HumanOversightLevel)))));
}
