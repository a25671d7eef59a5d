namespace SoraGuard.C2pa.Signing;

/// <summary>What to do when the time-stamp authority does not give a time-stamp that holds.</summary>
public enum TimeStampFailurePolicy
{
    /// <summary>Signing fails with <see cref="C2paSigningException"/>.</summary>
    Fail,

    /// <summary>The file is signed without a time-stamp, and <see cref="SigningResult.TimeStampFailure"/> says why.</summary>
    SignWithout,
}
