namespace SoraGuard.C2pa.Assertions;

/// <summary>Actions of the specification's list that a video service needs (C2PA 2.2 §18.14.2). Others are written as they are.</summary>
public static class ActionNames
{
    /// <summary>The asset was made from nothing. The first action of a manifest is this or <see cref="Opened"/>.</summary>
    public const string Created = "c2pa.created";

    /// <summary>The asset began as an existing one, its parentOf ingredient.</summary>
    public const string Opened = "c2pa.opened";

    /// <summary>An ingredient became part of the asset: a componentOf ingredient.</summary>
    public const string Placed = "c2pa.placed";

    /// <summary>An ingredient, a componentOf one, was taken out again.</summary>
    public const string Removed = "c2pa.removed";

    /// <summary>The content was changed in a way that no other action names.</summary>
    public const string Edited = "c2pa.edited";

    /// <summary>Text that can be seen was put in, such as a label.</summary>
    public const string AddedText = "c2pa.addedText";

    /// <summary>The content was encoded anew, without an editorial change.</summary>
    public const string Transcoded = "c2pa.transcoded";

    /// <summary>The content was put into another container, its encoding untouched.</summary>
    public const string Repackaged = "c2pa.repackaged";

    /// <summary>An assertion of an ingredient's manifest was removed; the claim lists it too.</summary>
    public const string Redacted = "c2pa.redacted";

    /// <summary>An invisible watermark was put in; a <see cref="SoftBinding"/> describes it.</summary>
    public const string Watermarked = "c2pa.watermarked";
}
