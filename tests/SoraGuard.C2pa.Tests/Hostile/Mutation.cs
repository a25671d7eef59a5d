namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>One random change of a file.</summary>
internal static class Mutation
{
    private static readonly uint[] Sizes = [0, 1, 7, 8, 9, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];

    /// <summary>Leaves the bytes before <paramref name="from"/> alone.</summary>
    public static (byte[] File, string What) Apply(byte[] original, Random random, int from)
    {
        var at = random.Next(from, original.Length);
        var length = Math.Min(random.Next(1, 40), original.Length - at);
        var file = (byte[])original.Clone();
        switch (random.Next(7))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                return (file, $"bit at {at}");
            case 1:
                random.NextBytes(file.AsSpan(at, length));
                return (file, $"{length} random bytes at {at}");
            case 2:
                return ([.. original[..at], .. original[(at + length)..]], $"{length} bytes removed at {at}");
            case 3:
                var inserted = new byte[length];
                random.NextBytes(inserted);
                return ([.. original[..at], .. inserted, .. original[at..]], $"{length} bytes inserted at {at}");
            case 4:
                return (original[..at], $"cut to {at}");
            case 5:
                var copied = original[at..(at + length)];
                var to = random.Next(from, original.Length - length);
                copied.CopyTo(file, to);
                return (file, $"{length} bytes copied from {at} to {to}");
            default:
                var size = Sizes[random.Next(Sizes.Length)];
                for (var i = 0; i < 4 && at + i < file.Length; i++)
                    file[at + i] = (byte)(size >> (24 - 8 * i));
                return (file, $"{size:x8} at {at}");
        }
    }
}
