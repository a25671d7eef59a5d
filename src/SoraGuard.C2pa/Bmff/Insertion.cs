namespace SoraGuard.C2pa.Bmff;

/// <summary>Room for C2PA boxes right before a box of the top level, or, without one, at the end of the file.</summary>
internal readonly record struct Insertion(BmffBox? Before, long Bytes);
