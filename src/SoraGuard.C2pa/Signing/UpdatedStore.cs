namespace SoraGuard.C2pa.Signing;

/// <summary>What an update manifest is added to.</summary>
/// <param name="Parent">The manifest it updates.</param>
/// <param name="Manifests">Those that stand before the update in the same store box.</param>
internal sealed record UpdatedStore(Ingredient Parent, IReadOnlyList<ReadOnlyMemory<byte>> Manifests);
