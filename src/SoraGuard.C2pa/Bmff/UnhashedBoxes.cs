namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// The boxes no hash covers, wherever they stand and however many (C2PA 2.2 §18.6.2): a second one, or one with something else in it,
/// is somebody's hiding place.
/// </summary>
internal static class UnhashedBoxes
{
    /// <summary>Null where a file has no more of them than it may (ISO/IEC 14496-12 §4.3, §8.8.9), else what is wrong.</summary>
    public static string? FindWrong(BmffFile file)
    {
        foreach (var type in new[] { BoxTypes.Ftyp, BoxTypes.Mfra })
            if (file.Boxes.Count(b => b.Type == type) > 1)
                return $"The file has more than one '{type}' box, of which only the first can have been meant to be left out of the hash";
        var stray = file.Boxes.Where(b => b.Type == BoxTypes.Mfra).SelectMany(b => b.Children).FirstOrDefault(b => b.Type != BoxTypes.Tfra && b.Type != BoxTypes.Mfro);
        return stray is null ? null : $"The 'mfra' box, which no hash covers, holds a '{stray.Type}' box; it may hold 'tfra' and 'mfro'";
    }

    /// <summary>As <see cref="FindWrong"/>, of a fragment file.</summary>
    public static string? FindWrongInFragment(BmffFile file, IReadOnlyList<C2paBox> c2paBoxes)
    {
        if (c2paBoxes.Any(b => b.Purpose != C2paBox.Merkle))
            return "A fragment file holds a manifest store, which belongs into the initialization segment";
        return file.Boxes.Skip(1).Any(b => b.Type == BoxTypes.Ftyp) ? "A fragment file has an 'ftyp' box that is not its first box" : FindWrong(file);
    }
}
