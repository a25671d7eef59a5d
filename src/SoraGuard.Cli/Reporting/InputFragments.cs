using System.Text.RegularExpressions;

namespace SoraGuard.Cli.Reporting;

/// <summary>The fragment files of one track as a command line names them: files, or patterns such as <c>track1/*.m4s</c>.</summary>
internal static partial class InputFragments
{
    private const int DigitsToCompare = 20; // of a 64-bit time, as DASH puts into names

    /// <summary>In the order of playback: by name, numbers in it as numbers, so that 10.m4s comes behind 2.m4s however a shell lists them.</summary>
    /// <param name="arguments">Files and patterns.</param>
    /// <param name="initialization">The initialization segment, which a pattern may match too.</param>
    /// <exception cref="InputException">A file cannot be read, a pattern matches none, or two have one name.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> arguments, string initialization)
    {
        var files = arguments.SelectMany(Match).Where(f => Path.GetFullPath(f) != Path.GetFullPath(initialization)).DistinctBy(Path.GetFullPath).OrderBy(OrderOf, StringComparer.Ordinal).ToList();
        files.ForEach(InputFile.Require);
        if (files.Count == 0) throw new InputException("There are no fragments beside the initialization segment: name their files.");
        var names = files.Append(initialization).GroupBy(Path.GetFileName).FirstOrDefault(g => g.Count() > 1);
        return names is null ? files : throw new InputException($"Two files are called {names.Key}: name the fragments of one track.");
    }

    private static IEnumerable<string> Match(string argument)
    {
        var (folder, name) = (Path.GetDirectoryName(argument), Path.GetFileName(argument));
        if (File.Exists(argument) || name.AsSpan().IndexOfAny('*', '?') < 0) return [argument];
        var found = Directory.Exists(folder is null or "" ? "." : folder) ? Directory.GetFiles(folder is null or "" ? "." : folder, name) : [];
        return found.Length > 0 ? found : throw new InputException($"No file matches {argument}.");
    }

    private static string OrderOf(string file) => Digits().Replace(Path.GetFileName(file), number => number.Value.PadLeft(DigitsToCompare, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
