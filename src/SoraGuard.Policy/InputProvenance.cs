namespace SoraGuard.Policy;

/// <summary>What is known of the image or clip that a request brings along.</summary>
public enum InputProvenance
{
    /// <summary>There is no input.</summary>
    None,

    /// <summary>Nothing says where it comes from.</summary>
    Unsigned,

    /// <summary>A trusted manifest says that a camera took it.</summary>
    CameraSigned,

    /// <summary>A trusted manifest or watermark says that AI made it, here or elsewhere.</summary>
    AiSigned,

    /// <summary>There is a manifest or mark, and it is broken or contradicts another.</summary>
    Broken,
}
