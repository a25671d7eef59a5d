using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>Bytes from <see cref="Offset"/> of a box, header included; <see cref="Length"/> 0 means to its end.</summary>
public readonly record struct BmffSubset(long Offset, long Length);

/// <summary>Bytes that must stand at an offset of the box for the exclusion to apply.</summary>
public readonly record struct BmffDataCondition(long Offset, ReadOnlyMemory<byte> Value);

/// <summary>Boxes, or parts of them, that a BMFF hash leaves out (C2PA 2.2 §18.6.2). All conditions must hold.</summary>
public sealed record BmffExclusion
{
    private const int FlagsBytes = 3;

    /// <summary>For example <c>/uuid</c> or <c>/moov/trak/mdia/minf/stbl/stco</c>: every box of that path.</summary>
    public required string Path { get; init; }

    /// <summary>The box must have this size in bytes, header included; null for any.</summary>
    public long? Length { get; init; }

    /// <summary>Bytes that must stand in the box; empty for any.</summary>
    public IReadOnlyList<BmffDataCondition> Data { get; init; } = [];

    /// <summary>Leave out only these parts, ascending and apart; empty for the whole box.</summary>
    public IReadOnlyList<BmffSubset> Subset { get; init; } = [];

    /// <summary>The version the FullBox must have; null for any.</summary>
    public long? Version { get; init; }

    /// <summary>Three bytes that the flags of the FullBox must equal, or, with <see cref="Exact"/> false, contain; null for any.</summary>
    public ReadOnlyMemory<byte>? Flags { get; init; }

    /// <summary>Whether <see cref="Flags"/> must be equal. Default: true.</summary>
    public bool Exact { get; init; } = true;

    internal static BmffExclusion Parse(CborValue value)
    {
        var exclusion = new BmffExclusion
        {
            Path = value.RequiredText("xpath"),
            Length = value.OptionalCount("length"),
            Data = [.. value.OptionalArray("data").Select(ParseData)],
            Subset = [.. value.OptionalArray("subset").Select(s => new BmffSubset(s.RequiredCount("offset"), s.RequiredCount("length")))],
            Version = value.OptionalCount("version"),
            Flags = value.OptionalBytes("flags"),
            Exact = value.OptionalBoolean("exact") ?? true,
        };
        if (exclusion.Flags is { Length: not FlagsBytes })
            throw new C2paFormatException($"'flags' of exclusion {exclusion.Path} has {exclusion.Flags.Value.Length} bytes, not {FlagsBytes}");
        for (var i = 1; i < exclusion.Subset.Count; i++)
            if (exclusion.Subset[i - 1] is var previous && (previous.Length == 0 || exclusion.Subset[i].Offset - previous.Offset < previous.Length))
                throw new C2paFormatException($"The 'subset' ranges of exclusion {exclusion.Path} overlap or are out of order");
        return exclusion;
    }

    internal CborValue ToCbor() => CborValue.Map(
        ("xpath", CborValue.Of(Path)),
        ("length", Length is { } length ? CborValue.Of(length) : null),
        ("data", Data.Count == 0 ? null : CborValue.Array(Data.Select(ToCbor))),
        ("subset", Subset.Count == 0 ? null : CborValue.Array(Subset.Select(ToCbor))),
        ("version", Version is { } version ? CborValue.Of(version) : null),
        ("flags", Flags is { } flags ? CborValue.Of(flags) : null),
        ("exact", Flags is null ? null : CborValue.Of(Exact)));

    private static CborValue ToCbor(BmffDataCondition data) => CborValue.Map(("offset", CborValue.Of(data.Offset)), ("value", CborValue.Of(data.Value)));

    private static CborValue ToCbor(BmffSubset subset) => CborValue.Map(("offset", CborValue.Of(subset.Offset)), ("length", CborValue.Of(subset.Length)));

    private static BmffDataCondition ParseData(CborValue value) =>
        new(value.RequiredCount("offset"), value.OptionalBytes("value") ?? throw new C2paFormatException("'value' is missing from an exclusion's data"));
}
