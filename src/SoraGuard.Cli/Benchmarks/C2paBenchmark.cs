using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.Cli.Benchmarks;

/// <summary>
/// How fast files are signed and validated, as ratios of one run: to SHA-256 over the same file, and to c2pa-rs (WebAssembly) on
/// the same file; and how much memory a large file takes. Each time is the best of five, with the file in the page cache.
/// </summary>
internal static class C2paBenchmark
{
    private const int Rounds = 5, BufferBytes = 1024 * 1024;

    public static async Task<C2paBenchmarkResult> RunAsync(long bytes, long largeBytes, string? peers, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("soraguard-bench-");
        try
        {
            string PathOf(string name) => Path.Combine(folder.FullName, name);
            var (source, signed, tree) = (PathOf("source.mp4"), PathOf("signed.mp4"), PathOf("tree.mp4"));
            BenchmarkClip.Write(source, bytes, isSparse: false);
            using var bench = new Bench();
            var flatTimes = await TimeAsync(bench, source, signed, merkle: null, cancellation);
            var treeTimes = await TimeAsync(bench, source, tree, new MerkleOptions(), cancellation);
            var hash = await BestAsync(() => Task.Run(() => Hash(signed, cancellation), cancellation));
            var peer = peers is null ? null : await RunPeerAsync(peers, [source, signed, tree, .. bench.WriteCredential(folder.FullName)], cancellation);
            File.Delete(tree);
            File.Delete(signed);
            var memory = largeBytes == 0 ? null : await MeasureMemoryAsync(bench, folder.FullName, largeBytes, cancellation);
            return new(bytes, hash, flatTimes, treeTimes, peer, memory);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SignAndValidate> TimeAsync(Bench bench, string source, string signed, MerkleOptions? merkle, CancellationToken cancellation)
    {
        var sign = await BestAsync(() => bench.SignAsync(source, signed, merkle, cancellation), before: () => File.Delete(signed));
        return new(sign, await BestAsync(() => Task.Run(() => bench.Validate(signed, cancellation), cancellation)));
    }

    /// <param name="work">What is timed.</param>
    /// <param name="before">What is not: giving back the space of an old file takes a third of the time that writing it does.</param>
    private static async Task<double> BestAsync(Func<Task> work, Action? before = null)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            before?.Invoke();
            var watch = Stopwatch.StartNew();
            await work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best;
    }

    /// <summary>Nothing but reading and hashing, through one buffer.</summary>
    private static void Hash(string file, CancellationToken cancellation)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long position = 0;
        for (int bytes; (bytes = RandomAccess.Read(handle, buffer, position)) > 0; position += bytes)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, bytes);
        }
        hash.GetHashAndReset();
    }

    private static async Task<PeerTimes> RunPeerAsync(string peers, IEnumerable<string> files, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(peers, "c2pa-bench.mjs"), .. files])
        {
            RedirectStandardOutput = true,
        })
            ?? throw new IOException("node did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 && JsonSerializer.Deserialize<PeerTimes>(output, Reporting.Json.Options) is { } times
            ? times
            : throw new IOException($"The peer in {peers} did not run: see above.");
    }

    /// <summary>Signing and validating a sparse file: what the process holds at most, over what it held before.</summary>
    private static async Task<MemoryUse> MeasureMemoryAsync(Bench bench, string folder, long bytes, CancellationToken cancellation)
    {
        var (source, signed) = (Path.Combine(folder, "large.mp4"), Path.Combine(folder, "large-signed.mp4"));
        BenchmarkClip.Write(source, bytes, isSparse: true);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var sampler = MemorySampler.Start();
        var watch = Stopwatch.StartNew();
        await bench.SignAsync(source, signed, merkle: null, cancellation);
        var signSeconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        bench.Validate(signed, cancellation);
        return new(bytes, signSeconds, watch.Elapsed.TotalSeconds, sampler.BaselineBytes, sampler.PeakBytes);
    }

    /// <summary>A signer of the benchmark's own, trusted by nobody else.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();
        private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
        private readonly TrustAnchors trust;
        private readonly DevelopmentCredential credential;
        private readonly PemSigner signer;

        public Bench()
        {
            var authority = DevelopmentAuthority.Create(now.AddMinutes(-5), random, "SoraGuard benchmark");
            credential = authority.Issue(now.AddMinutes(-5), random);
            (trust, signer) = (TrustAnchors.FromPem(authority.RootCertificatePem), PemSigner.FromPem(credential.ChainPem, credential.KeyPem));
        }

        /// <summary>The chain and the key, for the peer to sign with.</summary>
        public string[] WriteCredential(string folder)
        {
            var (chain, key) = (Path.Combine(folder, "chain.pem"), Path.Combine(folder, "key.pem"));
            File.WriteAllText(chain, credential.ChainPem);
            File.WriteAllText(key, credential.KeyPem);
            return [chain, key];
        }

        /// <summary>As always, with the re-read by the validator.</summary>
        public async Task SignAsync(string source, string signed, MerkleOptions? merkle, CancellationToken cancellation)
        {
            await using var input = File.OpenRead(source);
            await using var output = new FileStream(signed, FileMode.Create, FileAccess.ReadWrite);
            await Mp4Signer.SignAsync(input, output, ManifestBuilder.CreatedByAi("bench", "1"), signer, new() { Time = now, Random = random, Trust = trust, Merkle = merkle }, cancellation);
        }

        public void Validate(string signed, CancellationToken cancellation)
        {
            using var file = File.OpenRead(signed);
            var result = C2paValidator.Validate(file, new() { Time = now, Trust = trust }, cancellation);
            if (result.State != ValidationState.Trusted) throw new IOException($"The benchmark's own file is not trusted: {result.Summary}");
        }

        public void Dispose()
        {
            signer.Dispose();
            random.Dispose();
        }
    }
}
