namespace SoraGuard.C2pa.Cose;

/// <summary>How many certificate signatures may still be checked in one validation.</summary>
internal sealed class SignatureCheckBudget(int limit)
{
    private int _spent;

    public bool TrySpend() => ++_spent <= limit;
}
