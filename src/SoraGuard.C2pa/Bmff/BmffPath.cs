using System.Globalization;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// The XPath subset of BMFF exclusions (C2PA 2.2 §18.6.2): <c>/moov/trak[2]/mdia</c>. A step is a box type, in brackets the
/// number of the box among its siblings of that type, from 1; without brackets it stands for all of them.
/// </summary>
internal sealed class BmffPath
{
    private const int MaxSteps = BmffLimits.MaxDepth;

    private readonly (FourCc Type, int? Index)[] _steps;

    private BmffPath((FourCc Type, int? Index)[] steps) => _steps = steps;

    /// <exception cref="C2paFormatException">Not a path of this form.</exception>
    public static BmffPath Parse(string path)
    {
        if (!path.StartsWith('/') || path.Length > MaxSteps * 16)
            throw Malformed(path);
        var steps = path[1..].Split('/', MaxSteps + 1);
        return steps.Length <= MaxSteps ? new BmffPath([.. steps.Select(step => ParseStep(path, step))]) : throw Malformed(path);
    }

    public IEnumerable<BmffBox> Match(BmffFile file)
    {
        IEnumerable<BmffBox> matches = Step(file.Boxes, _steps[0]);
        return _steps.Skip(1).Aggregate(matches, (parents, step) => parents.SelectMany(parent => Step(parent.Children, step)));
    }

    private static IEnumerable<BmffBox> Step(IEnumerable<BmffBox> siblings, (FourCc Type, int? Index) step)
    {
        var ofType = siblings.Where(b => b.Type == step.Type);
        return step.Index is { } index ? ofType.Skip(index - 1).Take(1) : ofType;
    }

    private static (FourCc Type, int? Index) ParseStep(string path, string step)
    {
        if (step.Length < 4 || step.Any(c => c > 0xFF))
            throw Malformed(path);
        var type = new FourCc(step[..4]);
        if (step.Length == 4)
            return (type, null);
        if (step.Length < 7 || step[4] != '[' || step[^1] != ']')
            throw Malformed(path);
        var number = step.AsSpan(5, step.Length - 6);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index > 0 ? (type, index) : throw Malformed(path);
    }

    private static C2paFormatException Malformed(string path) =>
        new($"'{(path.Length > 80 ? path[..80] + "…" : path)}' is no path of box types such as /moov/trak[1]/mdia");
}
