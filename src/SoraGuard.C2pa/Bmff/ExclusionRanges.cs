using SoraGuard.C2pa.Assertions;

namespace SoraGuard.C2pa.Bmff;

/// <summary>What the exclusions of a BMFF hash come to in one file (C2PA 2.2 §18.6.2).</summary>
internal sealed class ExclusionRanges
{
    private readonly HashSet<BmffBox> _wholeBoxes = [];
    private readonly List<ByteRange> _ranges = [];
    private readonly BmffFile _file;
    private int _matches;

    private ExclusionRanges(BmffFile file) => _file = file;

    /// <exception cref="C2paFormatException">A path or a data condition is malformed, or a limit is exceeded.</exception>
    public static ExclusionRanges Resolve(BmffFile file, IReadOnlyList<BmffExclusion> exclusions)
    {
        var result = new ExclusionRanges(file);
        foreach (var exclusion in exclusions)
            foreach (var box in BmffPath.Parse(exclusion.Path).Match(file))
                result.Add(exclusion, box);
        result._ranges.Sort((a, b) => a.Start.CompareTo(b.Start));
        return result;
    }

    /// <summary>A box left out whole, without a subset: not even its offset is hashed.</summary>
    public bool IsWhole(BmffBox box) => _wholeBoxes.Contains(box);

    /// <summary>The parts of a top-level box that are hashed, ascending and apart.</summary>
    public IEnumerable<ByteRange> Included(BmffBox box)
    {
        var position = box.Offset;
        for (var i = FirstRangeFrom(box.Offset); i < _ranges.Count && _ranges[i].Start < box.End; i++)
        {
            if (_ranges[i].Start > position)
                yield return new ByteRange(position, _ranges[i].Start);
            position = Math.Max(position, _ranges[i].End);
        }
        if (position < box.End)
            yield return new ByteRange(position, box.End);
    }

    private void Add(BmffExclusion exclusion, BmffBox box)
    {
        // Conditions and subsets cost as much as a match each.
        _matches += 1 + exclusion.Data.Count + exclusion.Subset.Count;
        if (_matches > BmffLimits.MaxExclusionMatches)
            throw new C2paFormatException($"Exclusions match more than {BmffLimits.MaxExclusionMatches} boxes");
        if (!Applies(exclusion, box))
            return;
        if (exclusion.Subset.Count == 0)
        {
            _wholeBoxes.Add(box);
            _ranges.Add(new ByteRange(box.Offset, box.End));
        }
        foreach (var subset in exclusion.Subset.Where(s => s.Offset < box.Size))
        {
            var length = subset.Length == 0 ? box.Size - subset.Offset : Math.Min(subset.Length, box.Size - subset.Offset);
            _ranges.Add(new ByteRange(box.Offset + subset.Offset, box.Offset + subset.Offset + length));
        }
    }

    private bool Applies(BmffExclusion exclusion, BmffBox box) =>
        (exclusion.Length is null || exclusion.Length == box.Size) && VersionAndFlagsMatch(exclusion, box) && exclusion.Data.All(d => DataMatches(d, box));

    private bool VersionAndFlagsMatch(BmffExclusion exclusion, BmffBox box)
    {
        if (exclusion.Version is null && exclusion.Flags is null)
            return true;
        if (box.PayloadBytes < 4)
            return false;
        Span<byte> actual = stackalloc byte[4];
        _file.Read(box.PayloadOffset, actual);
        if (exclusion.Version is { } version && version != actual[0])
            return false;
        if (exclusion.Flags is not { } flags)
            return true;
        for (var i = 0; i < flags.Length; i++)
            if ((exclusion.Exact ? actual[i + 1] : actual[i + 1] & flags.Span[i]) != flags.Span[i])
                return false;
        return true;
    }

    private bool DataMatches(BmffDataCondition condition, BmffBox box)
    {
        if (condition.Value.Length > BmffLimits.MaxExclusionDataBytes)
            throw new C2paFormatException($"An exclusion compares {condition.Value.Length} bytes; {BmffLimits.MaxExclusionDataBytes} are possible");
        if (condition.Offset > box.Size - condition.Value.Length)
            return false;
        var actual = new byte[condition.Value.Length];
        _file.Read(box.Offset + condition.Offset, actual);
        return actual.AsSpan().SequenceEqual(condition.Value.Span);
    }

    private int FirstRangeFrom(long offset)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
