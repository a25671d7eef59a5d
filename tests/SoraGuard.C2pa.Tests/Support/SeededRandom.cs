using System.Security.Cryptography;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>The same bytes in every run.</summary>
internal sealed class SeededRandom(int seed = 1) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
