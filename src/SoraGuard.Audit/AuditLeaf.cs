namespace SoraGuard.Audit;

/// <summary>
/// One entry of the audit log as it is stored: its place, its canonical body, the hash of the entry before it and its own hash.
/// </summary>
/// <param name="Index">Place in the log, from 0, without gaps.</param>
/// <param name="Body">Canonical JSON in UTF-8, see <see cref="AuditBody"/>. Holds commitments, never personal text.</param>
/// <param name="Previous">Hash of the entry before (32 bytes); 32 zero bytes for index 0.</param>
/// <param name="Hash">Hash of this entry (32 bytes), see <see cref="HashChain"/>.</param>
public sealed record AuditLeaf(long Index, byte[] Body, byte[] Previous, byte[] Hash);
