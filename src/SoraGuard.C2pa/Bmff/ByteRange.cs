namespace SoraGuard.C2pa.Bmff;

/// <summary>Bytes from <see cref="Start"/> up to, not including, <see cref="End"/>.</summary>
internal readonly record struct ByteRange(long Start, long End);
