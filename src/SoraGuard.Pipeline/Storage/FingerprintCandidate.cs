using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>A released clip of which a query shows something.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Hits">How many of the hashes asked with have a near one in it.</param>
/// <param name="Distance">The smallest distance, in bits.</param>
public sealed record FingerprintCandidate(ClipId Clip, int Hits, int Distance);
