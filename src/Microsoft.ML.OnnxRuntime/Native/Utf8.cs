using System.Text;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Strings as the C API takes and gives them: zero-terminated UTF-8, file paths UTF-16 on Windows.</summary>
internal static unsafe class Utf8
{
    public static byte[] Terminated(string text)
    {
        Refuse(text);
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>As <see cref="Terminated"/>, at an address that never moves while the array is referenced.</summary>
    public static byte[] Pinned(string text)
    {
        var bytes = Terminated(text);
        var pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }

    public static byte[] TerminatedPath(string path)
    {
        Refuse(path);
        return OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + '\0') : Terminated(path);
    }

    public static string Read(byte* text) => text == null ? string.Empty : new string((sbyte*)text, 0, LengthOf(text), Encoding.UTF8);

    /// <summary>Reads a string that the library allocated with its default allocator, and frees it.</summary>
    public static string Take(byte* text)
    {
        if (text == null)
            return string.Empty;
        try
        {
            return Read(text);
        }
        finally
        {
            DefaultAllocator.Free(text);
        }
    }

    private static int LengthOf(byte* text) => System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).Length;

    // The callee would silently see only what stands before the zero.
    private static void Refuse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0'))
            throw new ArgumentException("The text holds a zero character.", nameof(text));
    }
}
