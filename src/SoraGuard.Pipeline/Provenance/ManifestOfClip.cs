using System.Buffers.Binary;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Signing;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>What a clip's manifest says: how it was made, which watermark leads back to it, and what was decided about it.</summary>
internal static class ManifestOfClip
{
    /// <summary>Our soft binding: the tiled luma watermark whose payload is the clip id, 8 bytes, big-endian. A private namespace until it is registered.</summary>
    public const string WatermarkAlgorithm = "org.soraguard.watermark.tile.1";

    /// <summary>Our assertion: policy, verdicts and audit leaf.</summary>
    public const string DecisionLabel = "org.soraguard.decision";

    public const string Product = "SoraGuard";

    /// <param name="clip">The clip, marked.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="leaf">The last transition, whose audit leaf the manifest names.</param>
    /// <param name="parent">The image or clip it was made from; null for text to video.</param>
    /// <param name="operatorName">Who runs the service.</param>
    /// <param name="version">Version of the program.</param>
    /// <param name="when">When it was made.</param>
    public static ManifestBuilder Build(ClipState clip, ClipRequest request, ClipHistoryEntry leaf, Ingredient? parent, string operatorName, string version, DateTimeOffset when)
    {
        var model = clip.Model is { } m ? new ClaimGeneratorInfo { Name = m.Name, Version = m.Version } : null;
        var builder = parent is null
            ? ManifestBuilder.CreatedByAi(Product, version, model, when)
            : ManifestBuilder.EditedByAi(Product, version, parent, model, when);
        builder.Title = $"{clip.Id}.mp4";
        builder.Add(new SoftBinding
        {
            Algorithm = WatermarkAlgorithm,
            Name = "SoraGuard watermark",
            Blocks = [new(new(null, null), PayloadOf(clip.Id))],
        });
        builder.Add(new C2paAction { Action = ActionNames.Watermarked, When = when });
        if (clip.Marks?.LabelText is { } label) builder.Add(new C2paAction { Action = ActionNames.AddedText, Description = $"Visible label \"{label}\"", When = when });
        return builder.AddAssertion(DecisionLabel, DecisionOf(clip, request, leaf, operatorName, version, when));
    }

    /// <summary>The clip a soft binding of ours names; null when it is none of ours.</summary>
    public static ClipId? ClipOf(SoftBinding binding) =>
        binding.Algorithm == WatermarkAlgorithm && binding.Blocks is [{ Value.Length: sizeof(ulong) } block, ..]
            ? new(BinaryPrimitives.ReadUInt64BigEndian(block.Value.Span))
            : null;

    private static byte[] PayloadOf(ClipId id)
    {
        var payload = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(payload, id.Value);
        return payload;
    }

    private static CborValue DecisionOf(ClipState clip, ClipRequest request, ClipHistoryEntry leaf, string operatorName, string version, DateTimeOffset when) => CborValue.Map(
        ("provider", CborValue.Of(operatorName)),
        ("system", CborValue.Of(Product)),
        ("systemVersion", CborValue.Of(version)),
        ("createdAt", CborValue.Of(when)),
        ("clip", CborValue.Of(clip.Id.ToString())),
        ("policy", CborValue.Of(clip.Policy.ToString())),
        ("region", request.Region is { } region ? CborValue.Of(region) : null),
        ("judgedAsOf", request.At is { } at ? CborValue.Of(at) : null), // a day or instant the caller chose; absent: the day it was made
        ("promptVerdict", Text(clip.PromptDecision)),
        ("outputVerdict", Text(clip.OutputDecision)),
        ("inspected", CborValue.Of(clip.Generated!.Value.ToString())), // marked clips were generated
        ("model", clip.Model is { } model ? CborValue.Map(("name", CborValue.Of(model.Name)), ("version", CborValue.Of(model.Version)), ("sha256", CborValue.Of(model.Sha256))) : null),
        ("label", clip.Marks is { } marks ? CborValue.Map(("profile", CborValue.Of(marks.LabelProfile)), ("text", marks.LabelText is { } text ? CborValue.Of(text) : null)) : null),
        ("watermark", CborValue.Map(("alg", CborValue.Of(WatermarkAlgorithm)), ("payload", CborValue.Of(clip.Id.ToString())))),
        ("auditLeaf", CborValue.Map(("index", CborValue.Of(leaf.LeafIndex)), ("hash", CborValue.Of(leaf.LeafHash)))));

    private static CborValue? Text(Decision? decision) => decision is { } value ? CborValue.Of(value.ToString().ToLowerInvariant()) : null;
}
