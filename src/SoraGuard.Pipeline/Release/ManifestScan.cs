namespace SoraGuard.Pipeline.Release;

/// <summary>Two looks at raw bytes, before and instead of a walk over boxes.</summary>
internal static class ManifestScan
{
    private const int Block = 1 << 16;
    private const long Furthest = 64L << 20;

    // The extended type of C2PA's uuid box, C2PA 2.2 §A.5.1.
    private static readonly byte[] UserType = Convert.FromHexString("D8FEC3D61B0E483C92975828877EC481");

    /// <summary>MP4 and MOV begin with a box 'ftyp'. Leaves the position at the start.</summary>
    public static bool IsBmff(Stream file)
    {
        Span<byte> head = stackalloc byte[8];
        file.Position = 0;
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == head.Length && head[4..].SequenceEqual("ftyp"u8);
    }

    /// <summary>Whether C2PA's box type stands anywhere in the first 64 MiB.</summary>
    public static bool HoldsStore(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        var window = new byte[Block + UserType.Length - 1];
        var kept = 0;
        while (file.Position < Furthest)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = file.Read(window, kept, window.Length - kept);
            if (read == 0) return false;
            var filled = window.AsSpan(0, kept + read);
            if (filled.IndexOf(UserType) >= 0) return true;
            kept = Math.Min(UserType.Length - 1, filled.Length);
            filled[^kept..].CopyTo(window);
        }
        return false;
    }
}
