namespace SoraGuard.C2pa.Signing;

/// <summary>One fragment file to be signed: opened when it is needed, closed before the next.</summary>
/// <param name="OpenSource">Opens the fragment: readable, seekable.</param>
/// <param name="OpenDestination">Opens where the signed fragment goes: readable, writable, seekable; it is opened more than once, empty at first.</param>
public sealed record FragmentFile(Func<Stream> OpenSource, Func<Stream> OpenDestination);
