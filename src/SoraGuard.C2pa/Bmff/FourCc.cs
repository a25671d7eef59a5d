using System.Buffers.Binary;
using System.Text;

namespace SoraGuard.C2pa.Bmff;

/// <summary>A box type: four bytes, as a rule printable (ISO/IEC 14496-12 §4.2).</summary>
public readonly record struct FourCc(uint Value)
{
    /// <summary>From its text.</summary>
    public FourCc(string fourCharacters) : this(Encode(fourCharacters))
    {
    }

    /// <summary>Latin-1, so that QuickTime's types that begin with © have a text too.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);
        return Encoding.Latin1.GetString(bytes);
    }

    private static uint Encode(string fourCharacters) =>
        fourCharacters is { Length: 4 } && fourCharacters.All(c => c <= 0xFF)
            ? BinaryPrimitives.ReadUInt32BigEndian(Encoding.Latin1.GetBytes(fourCharacters))
            : throw new ArgumentException($"A box type has four Latin-1 characters, '{fourCharacters}' does not.", nameof(fourCharacters));
}
