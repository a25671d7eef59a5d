namespace SoraGuard.Cli.Benchmarks;

/// <summary>What so many lookups took, and how many answered right: the clip itself first, or none where it is not there.</summary>
internal sealed record LookupTimes(int Lookups, int Right, double MedianMs, double Percentile95Ms);

/// <summary>The figures of one run.</summary>
internal sealed record FingerprintBenchmarkResult(long Hashes, double FillSeconds, long TableBytes, long IndexBytes, LookupTimes Copies, LookupTimes Absent)
{
    public void Print(TextWriter writer)
    {
        void Line(string what, LookupTimes times) => writer.WriteLine(FormattableString.Invariant(
            $"{what,-27}{times.MedianMs,7:0.0} ms median {times.Percentile95Ms,7:0.0} ms 95 %   {times.Right} of {times.Lookups} right (goal 50 ms)"));
        Line("a copy, 20 bits off", Copies);
        Line("a clip that is not there", Absent);
        writer.WriteLine(FormattableString.Invariant($"{Hashes} hashes            table {TableBytes / 1048576.0:0} MiB, indexes {IndexBytes / 1048576.0:0} MiB, filled in {FillSeconds:0} s"));
    }
}
