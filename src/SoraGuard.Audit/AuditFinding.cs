namespace SoraGuard.Audit;

/// <summary>What is wrong with a leaf.</summary>
public enum AuditDamage
{
    /// <summary>Its body, its hash or its link to the leaf before was changed.</summary>
    Altered,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It stands at another place than the one it was written for.</summary>
    Moved,

    /// <summary>The recorded head (size and hash) is not that of the leaves.</summary>
    HeadMismatch,
}

/// <summary>One damage, with the index of the leaf it concerns and a sentence for a person.</summary>
public sealed record AuditFinding(AuditDamage Damage, long Index, string Explanation);
