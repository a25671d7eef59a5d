using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>One random change of a manifest store that keeps its boxes well-formed, so that it reaches the layers behind them.</summary>
internal sealed class StoreMutation(Random random)
{
    public const string InReverse = "boxes in reverse order";

    private static readonly long[] Numbers = [0, 1, -1, 23, 24, 255, 256, 65535, 65536, int.MaxValue, (long)int.MaxValue + 1, long.MaxValue, long.MinValue];

    private static readonly FourCc CborBox = new("cbor");

    private JumbfSuperbox? _target;

    public (byte[] Store, string What) Apply(ReadOnlyMemory<byte> store)
    {
        var root = JumbfReader.Read(store);
        var all = FuzzSeeds.All(root).ToList();
        _target = all[random.Next(all.Count)];
        var what = $"{_target.Path}: ";
        var isContent = _target.ContentBoxes.Count > 0 && random.Next(8) > 0;
        var (children, contents) = isContent ? (null, MutateContent(ref what)) : (MutateChildren(ref what), default(IReadOnlyList<ReadOnlyMemory<byte>>?));
        return (Rebuild(root, children, contents), what);
    }

    /// <summary>CBOR that is well-formed, and not what it was.</summary>
    public (byte[] Bytes, string What) ApplyToCbor(ReadOnlyMemory<byte> encoded)
    {
        var what = "";
        return (Mutate(CborValue.Decode(encoded), ref what).Encode(), what);
    }

    private byte[] Rebuild(JumbfSuperbox box, IReadOnlyList<ReadOnlyMemory<byte>>? children, IReadOnlyList<ReadOnlyMemory<byte>>? contents)
    {
        var isTarget = ReferenceEquals(box, _target);
        var content = isTarget && contents is not null ? contents : [.. box.ContentBoxes.Select(c => new ReadOnlyMemory<byte>(JumbfWriter.Box(c.Type, c.Content.Span)))];
        var nested = isTarget && children is not null ? children : [.. box.Children.Select(c => new ReadOnlyMemory<byte>(Rebuild(c, children, contents)))];
        return JumbfWriter.Superbox(box.Type, box.Label, [], [.. nested, .. content]);
    }

    private List<ReadOnlyMemory<byte>> MutateChildren(ref string what)
    {
        var boxes = _target!.Children.Select(c => c.Bytes).ToList();
        var kind = boxes.Count == 0 ? 3 : random.Next(4);
        switch (kind)
        {
            case 0:
                boxes.RemoveAt(random.Next(boxes.Count));
                what += "a box removed";
                break;
            case 1:
                boxes.Add(boxes[random.Next(boxes.Count)]);
                what += "a box repeated";
                break;
            case 2:
                boxes.Reverse();
                what += InReverse;
                break;
            default:
                var box = JumbfWriter.Superbox(JumbfType.Cbor, $"x{random.Next(100)}", [], JumbfWriter.Box(CborBox, RandomValue(0).Encode()));
                for (var depth = random.Next(JumbfLimits.MaxDepth + 2); depth > 0; depth--)
                    box = JumbfWriter.Superbox(JumbfType.AssertionStore, "nest", [], box);
                boxes.Add(box);
                what += "a box added";
                break;
        }
        return boxes;
    }

    private List<ReadOnlyMemory<byte>> MutateContent(ref string what)
    {
        var content = _target!.ContentBoxes[0];
        var bytes = content.Content.ToArray();
        if (content.Type == CborBox && random.Next(5) > 0)
        {
            var value = CborValue.Decode(bytes);
            bytes = Mutate(value, ref what).Encode();
        }
        else
        {
            (bytes, var change) = bytes.Length == 0 ? (bytes, "") : Mutation.Apply(bytes, random, from: 0);
            what += change;
        }
        return [JumbfWriter.Box(content.Type, bytes), .. _target.ContentBoxes.Skip(1).Select(c => JumbfWriter.Box(c.Type, c.Content.Span))];
    }

    /// <summary>Somewhere in the value: another kind, an extreme number, entries gone, repeated or added, bytes inside strings changed.</summary>
    private CborValue Mutate(CborValue value, ref string what)
    {
        if (value.Items.Count > 0 && random.Next(4) > 0)
        {
            var items = value.Items.ToList();
            var at = random.Next(items.Count);
            what += $"[{at}]";
            items[at] = Mutate(items[at], ref what);
            return Tagged(CborValue.Array(items), value);
        }
        if (value.Entries.Count > 0 && random.Next(6) > 0)
        {
            var entries = value.Entries.ToList();
            var at = random.Next(entries.Count);
            what += $".{entries[at].Key}";
            entries[at] = KeyValuePair.Create(entries[at].Key, Mutate(entries[at].Value, ref what));
            return Tagged(CborValue.Map(entries), value);
        }
        if (value.Kind == CborKind.Bytes && value.AsBytes().Length > 0 && random.Next(3) > 0)
        {
            var (bytes, change) = Mutation.Apply(value.AsBytes().ToArray(), random, from: 0);
            what += $" {change}";
            return CborValue.Of(bytes);
        }
        what += " replaced";
        return RandomValue(0);
    }

    private static CborValue Tagged(CborValue value, CborValue original) => original.Tag is { } tag ? value.WithTag(tag) : value;

    private CborValue RandomValue(int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => CborValue.Null,
        1 => CborValue.Of(random.Next(2) == 0),
        2 => CborValue.Of(Numbers[random.Next(Numbers.Length)]),
        3 => CborValue.Of(new string('/', random.Next(300))),
        4 => CborValue.Of(new byte[random.Next(70_000)]),
        5 => CborValue.Of(random.NextDouble() * 1e300),
        6 => CborValue.Array(Enumerable.Range(0, random.Next(20)).Select(_ => RandomValue(depth + 1))),
        7 => CborValue.Map(Enumerable.Range(0, random.Next(20)).Select(i => KeyValuePair.Create(CborValue.Of((long)i), RandomValue(depth + 1)))),
        _ => Enumerable.Range(0, random.Next(40)).Aggregate(CborValue.Null, (inner, _) => CborValue.Array(inner)),
    };
}
