namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Provider options as the C API takes them: two arrays of zero-terminated strings that stay in place while this object lives.</summary>
internal sealed unsafe class Utf8Pairs
{
    private readonly List<byte[]> _strings = [];
    private readonly nint[] _keys;
    private readonly nint[] _values;

    public Utf8Pairs(Dictionary<string, string> pairs)
    {
        _keys = Addresses(pairs?.Keys);
        _values = Addresses(pairs?.Values);
    }

    public nuint Count => (nuint)_keys.Length;

    public byte** Keys => (byte**)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_keys, 0);

    public byte** Values => (byte**)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);

    private nint[] Addresses(IReadOnlyCollection<string> texts)
    {
        var addresses = GC.AllocateArray<nint>(texts?.Count ?? 0, pinned: true);
        var at = 0;
        foreach (var text in texts ?? [])
        {
            var bytes = Utf8.Pinned(text);
            _strings.Add(bytes);
            addresses[at++] = System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
        }
        return addresses;
    }
}
