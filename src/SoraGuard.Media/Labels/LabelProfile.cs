namespace SoraGuard.Media.Labels;

/// <summary>Which visible label a clip carries.</summary>
public enum LabelProfile
{
    /// <summary>No visible label.</summary>
    None,

    /// <summary>A plain English label: "AI-generated" or "AI-modified", bottom right, the whole clip.</summary>
    Plain,

    /// <summary>
    /// European Union, Code of Practice on Transparency of AI-Generated Content, section 2: "AI GENERATED" or "AI MODIFIED" in capitals, top right, the whole
    /// clip.
    /// </summary>
    Eu,

    /// <summary>China, GB 45438-2025 clause 5.4: "AI生成", at least 5 % of the shortest side high, from the starting frame, for at least 2 s.</summary>
    Cn,
}

/// <summary>Whether a clip was made by a model or made from real material.</summary>
public enum ContentOrigin
{
    Generated,
    Modified,
}
