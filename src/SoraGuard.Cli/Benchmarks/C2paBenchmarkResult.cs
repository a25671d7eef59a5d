namespace SoraGuard.Cli.Benchmarks;

/// <summary>Seconds the peer took. It signs as it does by default, reading what it wrote again, and without that.</summary>
internal sealed record PeerTimes(double SignSeconds, double SignUncheckedSeconds, double ValidateSeconds, double ValidateTreeSeconds);

/// <summary>Seconds for one kind of hash of the file: one over all of it, or a Merkle tree of its blocks.</summary>
internal sealed record SignAndValidate(double SignSeconds, double ValidateSeconds);

/// <summary>What a large file took.</summary>
internal sealed record MemoryUse(long Bytes, double SignSeconds, double ValidateSeconds, long BaselineBytes, long PeakBytes)
{
    public long OverBaselineBytes => PeakBytes - BaselineBytes;
}

/// <summary>The figures of one run; ratios above 1 mean that this library is faster.</summary>
internal sealed record C2paBenchmarkResult(long Bytes, double Sha256Seconds, SignAndValidate Flat, SignAndValidate Tree, PeerTimes? Peer, MemoryUse? Memory)
{
    public double ValidateToSha256 => Sha256Seconds / Flat.ValidateSeconds;

    public double? SignToPeer => Peer?.SignSeconds / Flat.SignSeconds;

    public double? SignTreeToPeer => Peer?.SignSeconds / Tree.SignSeconds;

    public double? ValidateToPeer => Peer?.ValidateSeconds / Flat.ValidateSeconds;

    public double? ValidateTreeToPeer => Peer?.ValidateTreeSeconds / Tree.ValidateSeconds;

    public void Print(TextWriter writer)
    {
        void Line(string what, double seconds, string note = "", long? bytes = null) =>
            writer.WriteLine(FormattableString.Invariant($"{what,-27}{(bytes ?? Bytes) / seconds / 1e6,7:0} MB/s  {seconds,8:0.000} s   {note}").TrimEnd());
        string Times(double? ratio, int goal) => FormattableString.Invariant($"{ratio:0.0} times slower (goal {goal})");
        Line("raw SHA-256", Sha256Seconds);
        Line("validate", Flat.ValidateSeconds, FormattableString.Invariant($"{ValidateToSha256:0.00} of raw SHA-256 (goal 0.6)"));
        Line("sign and re-read", Flat.SignSeconds);
        Line("Merkle tree: validate", Tree.ValidateSeconds);
        Line("Merkle tree: sign, re-read", Tree.SignSeconds);
        if (Peer is { } peer)
        {
            Line("c2pa-rs validates", peer.ValidateSeconds, Times(ValidateToPeer, 8));
            Line("  a Merkle tree", peer.ValidateTreeSeconds, Times(ValidateTreeToPeer, 8));
            Line("c2pa-rs signs", peer.SignSeconds, $"{Times(SignToPeer, 5)}; than with a Merkle tree {Times(SignTreeToPeer, 5)}");
            Line("  without its re-read", peer.SignUncheckedSeconds);
        }
        if (Memory is { } memory)
        {
            Line($"{memory.Bytes / 1e9:0} GB, sign", memory.SignSeconds, bytes: memory.Bytes);
            Line($"{memory.Bytes / 1e9:0} GB, validate", memory.ValidateSeconds, bytes: memory.Bytes);
            writer.WriteLine(FormattableString.Invariant($"memory                     {memory.OverBaselineBytes / 1048576.0:0.0} MiB over {memory.BaselineBytes / 1048576.0:0.0} MiB (goal 64)"));
        }
    }
}
