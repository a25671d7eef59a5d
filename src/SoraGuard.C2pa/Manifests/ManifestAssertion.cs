using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Manifests;

/// <summary>How the content of an assertion is written.</summary>
public enum AssertionFormat
{
    /// <summary>CBOR, as most standard assertions are.</summary>
    Cbor,
    /// <summary>JSON.</summary>
    Json,

    /// <summary>An embedded file, such as a thumbnail, or a type this library does not know.</summary>
    Other,
}

/// <summary>One assertion of a manifest as it stands in the store, standard or custom.</summary>
public sealed class ManifestAssertion
{
    private static readonly FourCc CborBox = new("cbor");
    private static readonly FourCc JsonBox = new("json");

    internal ManifestAssertion(string manifest, JumbfSuperbox box)
    {
        Box = box;
        Uri = JumbfUri.ForBox(manifest, ManifestLabels.AssertionStore, box.Label);
        (Format, Content) = (box.Type, box.OnlyContent(CborBox), box.OnlyContent(JsonBox)) switch
        {
            (var type, { } cbor, _) when type == JumbfType.Cbor => (AssertionFormat.Cbor, cbor),
            (var type, _, { } json) when type == JumbfType.Json => (AssertionFormat.Json, json),
            _ => (AssertionFormat.Other, ReadOnlyMemory<byte>.Empty),
        };
    }

    /// <summary>With its instance number where the manifest has several of a kind: <c>c2pa.ingredient.v3__2</c>.</summary>
    public string Label => Box.Label;

    /// <summary>Absolute JUMBF URI.</summary>
    public string Uri { get; }

    /// <summary>How the content is encoded.</summary>
    public AssertionFormat Format { get; }

    /// <summary>The CBOR or the JSON; empty for <see cref="AssertionFormat.Other"/>.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    internal JumbfSuperbox Box { get; }

    /// <summary>The content as a value, JSON included.</summary>
    /// <exception cref="C2paFormatException">It is malformed, over a limit, or neither CBOR nor JSON.</exception>
    public CborValue Decode() => Decode(new ItemBudget(CborLimits.MaxItems));

    internal CborValue Decode(ItemBudget budget) => Format switch
    {
        AssertionFormat.Cbor => CborDecoder.Decode(Content, budget),
        AssertionFormat.Json => CborJson.Decode(Content, budget),
        _ => throw new C2paFormatException("An assertion that is neither CBOR nor JSON", Box.Offset, Box.Path),
    };
}
