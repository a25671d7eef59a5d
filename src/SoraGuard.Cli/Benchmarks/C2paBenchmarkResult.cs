namespace SoraGuard.Cli.Benchmarks;

/// <summary>Seconds the peer took. It signs as it does by default, reading what it wrote again, and without that.</summary>
internal sealed record PeerTimes(double SignSeconds, double SignUncheckedSeconds, double ValidateSeconds);

/// <summary>What a large file took.</summary>
internal sealed record MemoryUse(long Bytes, double SignSeconds, double ValidateSeconds, long BaselineBytes, long PeakBytes)
{
    public long OverBaselineBytes => PeakBytes - BaselineBytes;
}

/// <summary>The figures of one run; ratios above 1 mean that this library is faster.</summary>
internal sealed record C2paBenchmarkResult(long Bytes, double Sha256Seconds, double SignSeconds, double ValidateSeconds, PeerTimes? Peer, MemoryUse? Memory)
{
    public double ValidateToSha256 => Sha256Seconds / ValidateSeconds;

    public double? SignToPeer => Peer?.SignSeconds / SignSeconds;

    public double? SignToUncheckedPeer => Peer?.SignUncheckedSeconds / SignSeconds;

    public double? ValidateToPeer => Peer?.ValidateSeconds / ValidateSeconds;

    public void Print(TextWriter writer)
    {
        string Rate(double seconds, long bytes) => FormattableString.Invariant($"{bytes / seconds / 1e6,7:0} MB/s  {seconds,8:0.000} s");
        writer.WriteLine($"raw SHA-256        {Rate(Sha256Seconds, Bytes)}");
        writer.WriteLine(FormattableString.Invariant($"validate           {Rate(ValidateSeconds, Bytes)}   {ValidateToSha256:0.00} of raw SHA-256 (goal 0.6)"));
        writer.WriteLine($"sign and re-read   {Rate(SignSeconds, Bytes)}");
        if (Peer is { } peer)
        {
            writer.WriteLine(FormattableString.Invariant($"c2pa-rs validates  {Rate(peer.ValidateSeconds, Bytes)}   {ValidateToPeer:0.0} times slower (goal 8)"));
            writer.WriteLine(FormattableString.Invariant($"c2pa-rs signs      {Rate(peer.SignSeconds, Bytes)}   {SignToPeer:0.0} times slower (goal 5)"));
            writer.WriteLine(FormattableString.Invariant($"  without re-read  {Rate(peer.SignUncheckedSeconds, Bytes)}   {SignToUncheckedPeer:0.0} times slower"));
        }
        if (Memory is { } memory)
        {
            writer.WriteLine($"{memory.Bytes / 1e9:0} GB, sign          {Rate(memory.SignSeconds, memory.Bytes)}");
            writer.WriteLine($"{memory.Bytes / 1e9:0} GB, validate      {Rate(memory.ValidateSeconds, memory.Bytes)}");
            writer.WriteLine(FormattableString.Invariant($"memory             {memory.OverBaselineBytes / 1048576.0:0.0} MiB over {memory.BaselineBytes / 1048576.0:0.0} MiB (goal 64)"));
        }
    }
}
