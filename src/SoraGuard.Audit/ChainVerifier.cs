using System.Security.Cryptography;

namespace SoraGuard.Audit;

/// <summary>
/// Checks a log leaf by leaf, in index order, holding one leaf at a time. After a damage it goes on from what is stored, so that
/// one changed leaf is one finding and not one for every leaf behind it.
/// </summary>
public sealed class ChainVerifier
{
    private readonly List<AuditFinding> findings = [];
    private byte[] previous = HashChain.Genesis;
    private long next;

    /// <summary>Damages found so far, in index order.</summary>
    public IReadOnlyList<AuditFinding> Findings => findings;

    /// <summary>How many places of the log were accounted for so far.</summary>
    public long Size => next;

    /// <summary>Takes the next leaf.</summary>
    /// <exception cref="ArgumentException">Leaves came out of index order.</exception>
    public void Add(AuditLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        if (leaf.Index < next) throw new ArgumentException($"Leaf {leaf.Index} after leaf {next - 1}: give leaves in index order.", nameof(leaf));
        var gap = leaf.Index > next;
        for (; next < leaf.Index; next++) findings.Add(new(AuditDamage.Missing, next, $"leaf {next} was deleted"));
        Check(leaf, gap);
        previous = leaf.Hash;
        next = leaf.Index + 1;
    }

    /// <summary>Compares the end of the log with the recorded head.</summary>
    /// <param name="size">Number of leaves the head was recorded for.</param>
    /// <param name="hash">Hash of the last of them.</param>
    public IReadOnlyList<AuditFinding> Finish(long size, ReadOnlySpan<byte> hash)
    {
        for (; next < size; next++) findings.Add(new(AuditDamage.Missing, next, $"leaf {next} was deleted: the head records {size} leaves"));
        if (next > size) findings.Add(new(AuditDamage.HeadMismatch, size, $"the head records {size} leaves, {next} are there"));
        else if (findings.Count == 0 && !hash.SequenceEqual(previous))
            findings.Add(new(AuditDamage.HeadMismatch, size - 1, $"the head's hash is not that of leaf {size - 1}"));
        return findings;
    }

    private void Check(AuditLeaf leaf, bool gap)
    {
        var claimed = AuditBody.ReadIndex(leaf.Body);
        if (claimed is { } written && written != leaf.Index)
            findings.Add(new(AuditDamage.Moved, leaf.Index, $"leaf {leaf.Index} holds what was written as leaf {written}"));
        else if (leaf.Previous.Length != HashChain.HashBytes || !CryptographicOperations.FixedTimeEquals(HashChain.Hash(leaf.Index, leaf.Previous, leaf.Body), leaf.Hash))
            findings.Add(new(AuditDamage.Altered, leaf.Index, $"leaf {leaf.Index} was altered: its hash is not that of its body"));
        else if (!gap && !leaf.Previous.AsSpan().SequenceEqual(previous) && !JustFound(leaf.Index - 1))
            findings.Add(new(AuditDamage.Altered, leaf.Index - 1, $"leaf {leaf.Index - 1} was rewritten: leaf {leaf.Index} follows another one"));
    }

    private bool JustFound(long index) => findings.Count > 0 && findings[^1].Index == index;
}
