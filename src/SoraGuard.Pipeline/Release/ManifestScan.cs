using System.Text;

namespace SoraGuard.Pipeline.Release;

/// <summary>Two looks at raw bytes, before and instead of a walk over boxes.</summary>
internal static class ManifestScan
{
    private const int Block = 1 << 16;

    // The extended type of C2PA's uuid box, C2PA 2.2 §A.5.1.
    private static readonly byte[] UserType = Convert.FromHexString("D8FEC3D61B0E483C92975828877EC481");

    /// <summary>
    /// MP4 begins with a box 'ftyp', QuickTime may begin with any of the others: the same ones that the decoders take, or a file could play and hide its
    /// manifest. Leaves the position at the start.
    /// </summary>
    public static bool IsBmff(Stream file)
    {
        Span<byte> head = stackalloc byte[8];
        file.Position = 0;
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == head.Length && Encoding.ASCII.GetString(head[4..]) is "ftyp" or "moov" or "mdat" or "wide" or "free";
    }

    /// <summary>Whether C2PA's box type stands anywhere in the file.</summary>
    public static bool HoldsStore(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        var window = new byte[Block + UserType.Length - 1];
        var kept = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = file.Read(window, kept, window.Length - kept);
            if (read == 0) return false;
            var filled = window.AsSpan(0, kept + read);
            if (filled.IndexOf(UserType) >= 0) return true;
            kept = Math.Min(UserType.Length - 1, filled.Length);
            filled[^kept..].CopyTo(window);
        }
    }
}
