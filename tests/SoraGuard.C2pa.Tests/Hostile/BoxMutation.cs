using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Tests.Support;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>One random change of the boxes of an MP4 file that keeps the sizes around it right, so that it reaches what reads the boxes.</summary>
internal sealed class BoxMutation(Random random)
{
    private static readonly string[] Types =
        ["ftyp", "moov", "trak", "mdia", "minf", "stbl", "stco", "co64", "saio", "iloc", "meta", "udta", "sidx", "moof", "traf", "tfhd", "trun", "mfra", "tfra", "dref", "cmov", "mdat", "free", "uuid"];

    private static readonly uint[] Numbers = [0, 1, 2, 7, 8, 15, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    private byte[] _file = [];

    public (byte[] File, string What) Apply(byte[] file)
    {
        _file = file;
        var boxes = BmffReader.Read(new MemoryStream(file));
        var all = boxes.All().ToList();
        var target = all[random.Next(all.Count)];
        var siblings = target.Parent?.Children ?? (IReadOnlyList<BmffBox>)boxes.Boxes;
        var (replacement, what) = Replace(target, siblings[random.Next(siblings.Count)]);
        return ([.. boxes.Boxes.SelectMany(b => Write(b, target, replacement))], $"{target.Path} at {target.Offset}: {what}");
    }

    private (byte[] Bytes, string What) Replace(BmffBox target, BmffBox sibling)
    {
        var (whole, type) = (BytesOf(target), Types[random.Next(Types.Length)]);
        var payload = _file[(int)(target.Offset + target.HeaderBytes)..(int)target.End];
        switch (random.Next(10))
        {
            case 0:
                return ([], "removed");
            case 1:
                return ([.. whole, .. whole], "repeated");
            case 2:
                return (BytesOf(sibling), $"overwritten with {sibling.Path} at {sibling.Offset}");
            case 3:
                return (Boxes.Box(type, payload), $"named {type}");
            case 4:
                return (Boxes.Box(type, whole), $"put into {type}");
            case 5:
                var depth = random.Next(BmffLimits.MaxDepth + 4);
                return (Enumerable.Range(0, depth).Aggregate(whole, (inner, _) => Boxes.Box("moov", inner)), $"put {depth} deep");
            case 6:
                return (Boxes.LargeBox(target.Type.ToString(), payload), "with a size of 64 bits");
            case 7:
                var number = Boxes.U32(Numbers[random.Next(Numbers.Length)]);
                var at = payload.Length < number.Length ? 0 : random.Next(payload.Length - number.Length + 1) & ~3;
                number.AsSpan(0, Math.Min(number.Length, payload.Length)).CopyTo(payload.AsSpan(at));
                return (Boxes.Box(target.Type.ToString(), payload), $"{Convert.ToHexString(number)} in it at {at}");
            case 8:
                return ([.. whole, .. RandomBox(type)], $"followed by a random {type}");
            default:
                var (changed, what) = payload.Length == 0 ? (payload, "") : Mutation.Apply(payload, random, from: 0);
                return (Boxes.Box(target.Type.ToString(), changed), $"in it {what}");
        }
    }

    /// <summary>Version, flags and a count, as most boxes start, and anything behind them.</summary>
    private byte[] RandomBox(string type)
    {
        var rest = new byte[random.Next(80)];
        random.NextBytes(rest);
        var count = Boxes.U32(Numbers[random.Next(Numbers.Length)]);
        byte[] start = type == "uuid" ? BoxTypes.C2pa.ToByteArray(bigEndian: true) : [];
        return Boxes.Box(type, start, [(byte)random.Next(3), 0, 0, (byte)random.Next(2)], count, rest);
    }

    private byte[] Write(BmffBox box, BmffBox target, byte[] replacement)
    {
        if (ReferenceEquals(box, target))
            return replacement;
        if (target.Offset < box.Offset || target.Offset >= box.End)
            return BytesOf(box);
        var before = _file[(int)(box.Offset + box.HeaderBytes)..(int)box.Children[0].Offset];
        var after = _file[(int)box.Children[^1].End..(int)box.End];
        return Boxes.Box(box.Type.ToString(), [before, .. box.Children.Select(c => Write(c, target, replacement)), after]);
    }

    private byte[] BytesOf(BmffBox box) => _file[(int)box.Offset..(int)box.End];
}
