using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Jumbf;

/// <summary>A box inside a superbox that is none itself, such as 'cbor' or 'json'.</summary>
internal sealed record JumbfContentBox(FourCc Type, ReadOnlyMemory<byte> Content);

/// <summary>
/// A JUMBF superbox (ISO/IEC 19566-5): <code>size:32 'jumb' { 'jumd' type:128 toggles:8 label:UTF-8 NUL [private box] } boxes…</code>
/// </summary>
internal sealed class JumbfSuperbox
{
    public required JumbfType Type { get; init; }

    public required string Label { get; init; }

    public JumbfSuperbox? Parent { get; init; }

    /// <summary>Labels from the outermost superbox down to this one, apart by '/'.</summary>
    public string Path => Parent is null ? Label : $"{Parent.Path}/{Label}";

    /// <summary>Bytes from the start of the store.</summary>
    public required long Offset { get; init; }

    /// <summary>The whole box, its header included: what is copied into another store.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What a hashed URI to this box hashes: all but the header (C2PA 2.2 §8.4.2.3).</summary>
    public ReadOnlyMemory<byte> HashedBytes => Bytes[JumbfReader.HeaderBytes..];

    public List<JumbfSuperbox> Children { get; } = [];

    public List<JumbfContentBox> ContentBoxes { get; } = [];

    /// <summary>Null where there is none. Labels are distinct.</summary>
    public JumbfSuperbox? Child(string label) => Children.Find(c => c.Label == label);

    public IEnumerable<JumbfSuperbox> ChildrenOf(JumbfType type) => Children.Where(c => c.Type == type);

    /// <summary>The content where it is exactly one box of that type, else null.</summary>
    public ReadOnlyMemory<byte>? OnlyContent(FourCc type) =>
        Children.Count == 0 && ContentBoxes.Count == 1 && ContentBoxes[0].Type == type ? ContentBoxes[0].Content : default(ReadOnlyMemory<byte>?);
}
