namespace SoraGuard.C2pa.Cbor;

/// <summary>How many values may still be decoded: of one document, or of all documents of one validation together.</summary>
internal sealed class ItemBudget(int limit)
{
    private int _spent;

    /// <exception cref="C2paFormatException">Nothing is left.</exception>
    public void Spend()
    {
        if (++_spent > limit)
            throw new C2paFormatException($"CBOR or JSON of more than {limit} items");
    }
}
