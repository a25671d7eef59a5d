namespace SoraGuard.C2pa.Bmff;

/// <summary>Reads the payload of a small box front to back, never past its end.</summary>
internal sealed class PayloadReader
{
    /// <summary>Payload of the largest box read this way: item locations and data references, never media.</summary>
    private const int MaxPayloadBytes = 4 * 1024 * 1024;

    private readonly BmffBox _box;
    private readonly byte[] _payload;
    private int _position;

    public PayloadReader(BmffFile file, BmffBox box)
    {
        if (box.PayloadBytes > MaxPayloadBytes)
            throw new C2paFormatException($"A box of {box.Size} bytes; {MaxPayloadBytes} are possible here", box.Offset, box.Path);
        _box = box;
        _payload = new byte[box.PayloadBytes];
        file.Read(box.PayloadOffset, _payload);
    }

    public long FileOffset => _box.PayloadOffset + _position;

    /// <summary>A big-endian number of 0 to 8 bytes; 0 bytes give 0.</summary>
    public ulong ReadNumber(int bytes)
    {
        ulong value = 0;
        foreach (var b in Take((ulong)bytes))
            value = value << 8 | b;
        return value;
    }

    public void Skip(ulong bytes) => Take(bytes);

    private ReadOnlySpan<byte> Take(ulong bytes)
    {
        if (bytes > (ulong)(_payload.Length - _position))
            throw new C2paFormatException("The box ends inside a field", FileOffset, _box.Path);
        var taken = _payload.AsSpan(_position, (int)bytes);
        _position += taken.Length;
        return taken;
    }
}
