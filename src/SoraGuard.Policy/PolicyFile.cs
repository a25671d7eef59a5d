namespace SoraGuard.Policy;

/// <summary>One file of a policy folder as it was read.</summary>
/// <param name="Path">Path inside the folder, with forward slashes; part of the digest.</param>
/// <param name="Content">The bytes: UTF-8 YAML.</param>
public sealed record PolicyFile(string Path, ReadOnlyMemory<byte> Content);
