namespace SoraGuard.Media.Fingerprints;

/// <summary>The eight ways to lay a picture on itself by quarter turns and mirrors, by their names in PDQ's definition.</summary>
public enum Dihedral
{
    Original,

    /// <summary>A quarter turn counter-clockwise.</summary>
    Rotate90,
    Rotate180,
    Rotate270,

    /// <summary>Upside down: rows in reverse.</summary>
    FlipX,

    /// <summary>The mirror image: columns in reverse.</summary>
    FlipY,

    /// <summary>Rows become columns.</summary>
    FlipPlus1,

    /// <summary>Rows become columns, both in reverse.</summary>
    FlipMinus1,
}
