using System.Text;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>Where in time a soft-binding value is found; both null for the whole asset.</summary>
public readonly record struct SoftBindingScope(TimeSpan? Start, TimeSpan? End);

/// <summary>One value of a soft binding, such as the payload of a watermark.</summary>
public sealed record SoftBindingBlock(SoftBindingScope Scope, ReadOnlyMemory<byte> Value);

/// <summary>
/// A mark by which the asset is found again once its manifest is gone: a watermark or a fingerprint (C2PA 2.2 §18.10),
/// assertion <c>c2pa.soft-binding</c>.
/// </summary>
public sealed record SoftBinding
{
    /// <summary>An entry of the registered list, or a private one with a reverse-domain prefix.</summary>
    public required string Algorithm { get; init; }

    /// <summary>What the mark says, and where in the asset; at least one.</summary>
    public required IReadOnlyList<SoftBindingBlock> Blocks { get; init; }

    /// <summary>A description for people; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Values that are text, taken as UTF-8, and a missing <c>pad</c> pass: real files have both.</summary>
    /// <exception cref="C2paFormatException">Not a well-formed soft binding.</exception>
    internal static SoftBinding Parse(CborValue value) => new()
    {
        Algorithm = value.RequiredText("alg"),
        Blocks = [.. value.OptionalArray("blocks").Select(ParseBlock)],
        Name = value.OptionalText("name"),
    };

    internal CborValue ToCbor() => CborValue.Map(
        ("alg", CborValue.Of(Algorithm)),
        ("blocks", CborValue.Array(Blocks.Select(b => CborValue.Map(("scope", ScopeToCbor(b.Scope)), ("value", CborValue.Of(b.Value)))))),
        ("name", Name is null ? null : CborValue.Of(Name)),
        ("pad", CborValue.Of(ReadOnlyMemory<byte>.Empty)));

    private static SoftBindingBlock ParseBlock(CborValue block)
    {
        var span = block["scope"]?["timespan"];
        var scope = span is null ? default : new SoftBindingScope(Milliseconds(span, "start"), Milliseconds(span, "end"));
        var value = block.Required("value");
        return new SoftBindingBlock(scope, value.Kind == CborKind.Text ? Encoding.UTF8.GetBytes(value.AsText()) : value.AsBytes());
    }

    private static TimeSpan? Milliseconds(CborValue span, string key) => span.OptionalCount(key) switch
    {
        null => null,
        var ms and < long.MaxValue / TimeSpan.TicksPerMillisecond => TimeSpan.FromTicks(ms.Value * TimeSpan.TicksPerMillisecond),
        _ => TimeSpan.MaxValue,
    };

    private static CborValue ScopeToCbor(SoftBindingScope scope) => scope is { Start: { } start, End: { } end }
        ? CborValue.Map(("timespan", CborValue.Map(("start", CborValue.Of((long)start.TotalMilliseconds)), ("end", CborValue.Of((long)end.TotalMilliseconds)))))
        : CborValue.Map();
}
