namespace SoraGuard.Policy;

/// <summary>What is decided, in order of strictness: of several rules that fire the strictest one decides.</summary>
public enum Decision
{
    Allow,

    /// <summary>Allowed, with a visible label on the clip whatever the tier's label rule says.</summary>
    Label,

    /// <summary>Held until a person has decided.</summary>
    Review,

    /// <summary>Refused.</summary>
    Block,
}
