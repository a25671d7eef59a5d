using System.Buffers.Binary;
using System.Text;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Jumbf;

/// <summary>
/// Reads a manifest store into superboxes within <see cref="JumbfLimits"/>. Content is referred to, not copied. Strict, since most
/// of this structure is under no hash: every bit has one accepted value, or names something, or is content.
/// </summary>
internal sealed class JumbfReader
{
    public const int HeaderBytes = 8;

    /// <summary>Toggles of a description box: requestable, has a label, has an id, has a hash, has a private box.</summary>
    private const byte Requestable = 0x01, HasLabel = 0x02, HasPrivate = 0x10;

    private static readonly FourCc Jumb = new("jumb");
    private static readonly FourCc Jumd = new("jumd");
    private static readonly FourCc Salt = new("c2sh");
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _store;
    private int _boxes;

    private JumbfReader(ReadOnlyMemory<byte> store) => _store = store;

    /// <exception cref="C2paFormatException">Not exactly one well-formed superbox within the limits.</exception>
    public static JumbfSuperbox Read(ReadOnlyMemory<byte> store)
    {
        var reader = new JumbfReader(store);
        var (type, size) = reader.ReadHeader(0, store.Length, parent: null);
        if (type != Jumb || size != store.Length)
            throw new C2paFormatException($"A manifest store is one 'jumb' box, not '{type}' of {size} in {store.Length} bytes", 0);
        return reader.ReadSuperbox(0, size, parent: null, depth: 1);
    }

    private JumbfSuperbox ReadSuperbox(int offset, int size, JumbfSuperbox? parent, int depth)
    {
        if (depth > JumbfLimits.MaxDepth)
            throw new C2paFormatException($"JUMBF superboxes nested more than {JumbfLimits.MaxDepth} deep", offset, parent?.Path);
        var end = offset + size;
        var (descriptionType, descriptionSize) = ReadHeader(offset + HeaderBytes, end, parent);
        if (descriptionType != Jumd)
            throw new C2paFormatException($"A JUMBF superbox starts with '{descriptionType}' instead of 'jumd'", offset + HeaderBytes, parent?.Path);
        var description = _store.Span.Slice(offset + 2 * HeaderBytes, descriptionSize - HeaderBytes);
        var label = ReadDescription(description, offset + 2 * HeaderBytes, parent);
        var box = new JumbfSuperbox
        {
            Type = JumbfType.Read(description),
            Label = label,
            Parent = parent,
            Offset = offset,
            Bytes = _store.Slice(offset, size),
        };
        ReadChildren(box, offset + HeaderBytes + descriptionSize, end, depth);
        return box;
    }

    private void ReadChildren(JumbfSuperbox box, int position, int end, int depth)
    {
        var labels = new HashSet<string>();
        while (position < end)
        {
            var (type, size) = ReadHeader(position, end, box);
            if (type != Jumb)
                box.ContentBoxes.Add(new JumbfContentBox(type, _store[(position + HeaderBytes)..(position + size)]));
            else if (ReadSuperbox(position, size, box, depth + 1) is var child && labels.Add(child.Label))
                box.Children.Add(child);
            else
                throw new C2paFormatException("Two JUMBF boxes side by side have the same label", position, child.Path);
            position += size;
        }
    }

    /// <summary><c>type:128 toggles:8 label NUL [private box]</c>; the private box may only be a salt of 16 or 32 bytes.</summary>
    private string ReadDescription(ReadOnlySpan<byte> description, int offset, JumbfSuperbox? parent)
    {
        if (description.Length < JumbfType.Bytes + 2)
            throw new C2paFormatException("A JUMBF description box is too short", offset, parent?.Path);
        var toggles = description[JumbfType.Bytes];
        if ((toggles & ~HasPrivate) != (Requestable | HasLabel))
            throw new C2paFormatException($"JUMBF toggles 0x{toggles:x2}; C2PA boxes have 0x03, or 0x13 with a salt", offset + JumbfType.Bytes, parent?.Path);
        var text = description[(JumbfType.Bytes + 1)..];
        var length = text.IndexOf((byte)0);
        if (length is < 1 or > JumbfLimits.MaxLabelBytes)
            throw new C2paFormatException("A JUMBF label is empty, too long or without an end", offset + JumbfType.Bytes + 1, parent?.Path);
        var rest = text[(length + 1)..];
        var restOffset = offset + description.Length - rest.Length;
        if ((toggles & HasPrivate) != 0)
            RequireSalt(restOffset, rest.Length, parent);
        else if (rest.Length > 0)
            throw new C2paFormatException("Bytes after the label of a JUMBF description box", restOffset, parent?.Path);
        return DecodeLabel(text[..length], offset, parent);
    }

    private void RequireSalt(int offset, int bytes, JumbfSuperbox? parent)
    {
        var (type, size) = ReadHeader(offset, offset + bytes, parent);
        if (type != Salt || size != bytes || size - HeaderBytes is not (16 or 32))
            throw new C2paFormatException("The private box of a JUMBF description must be a salt (c2sh) of 16 or 32 bytes", offset, parent?.Path);
    }

    private static string DecodeLabel(ReadOnlySpan<byte> label, int offset, JumbfSuperbox? parent)
    {
        try
        {
            var text = StrictUtf8.GetString(label);
            if (!text.Any(c => char.IsControl(c) || c is '/' or '#' or '?' or ';'))
                return text;
        }
        catch (DecoderFallbackException)
        {
            // Reported below, as any label that cannot stand in a URI.
        }
        throw new C2paFormatException("A JUMBF label with characters that no label may have", offset, parent?.Path);
    }

    private (FourCc Type, int Size) ReadHeader(int offset, int end, JumbfSuperbox? parent)
    {
        if (++_boxes > JumbfLimits.MaxBoxes)
            throw new C2paFormatException($"A manifest store of more than {JumbfLimits.MaxBoxes} boxes", offset, parent?.Path);
        if (end - offset < HeaderBytes)
            throw new C2paFormatException("A JUMBF box header was cut short", offset, parent?.Path);
        var header = _store.Span.Slice(offset, HeaderBytes);
        var size = BinaryPrimitives.ReadUInt32BigEndian(header);
        var type = new FourCc(BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        return size >= HeaderBytes && size <= end - offset
            ? (type, (int)size)
            : throw new C2paFormatException($"JUMBF box '{type}' claims {size} of {end - offset} bytes", offset, parent?.Path);
    }
}
