namespace SoraGuard.C2pa.Validation;

/// <summary>What validation comes to (C2PA 2.2 §14.3).</summary>
public enum ValidationState
{
    /// <summary>The file carries no manifest, or several stores, which counts as none (§15.5.2.1). Nothing is known of its origin.</summary>
    None,

    /// <summary>There is a manifest, and it, its signature or the file is not as it was signed.</summary>
    Invalid,

    /// <summary>Structure and hashes hold, but the signature is of an algorithm this library cannot verify: nobody vouches for it here.</summary>
    WellFormed,

    /// <summary>Intact and correctly signed, by someone no trust anchor vouches for, or with an ingredient that is untrusted.</summary>
    Valid,

    /// <summary>Intact, correctly signed, and the signer's certificate leads to a trust anchor.</summary>
    Trusted,
}
