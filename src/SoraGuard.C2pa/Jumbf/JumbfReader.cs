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
        var (type, size) = reader.ReadHeader(0, store.Length, path: "");
        if (type != Jumb || size != store.Length)
            throw new C2paFormatException($"A manifest store is one 'jumb' box, not '{type}' of {size} in {store.Length} bytes", 0);
        return reader.ReadSuperbox(0, size, parentPath: "", depth: 1);
    }

    private JumbfSuperbox ReadSuperbox(int offset, int size, string parentPath, int depth)
    {
        if (depth > JumbfLimits.MaxDepth)
            throw new C2paFormatException($"JUMBF superboxes nested more than {JumbfLimits.MaxDepth} deep", offset, parentPath);
        var end = offset + size;
        var (descriptionType, descriptionSize) = ReadHeader(offset + HeaderBytes, end, parentPath);
        if (descriptionType != Jumd)
            throw new C2paFormatException($"A JUMBF superbox starts with '{descriptionType}' instead of 'jumd'", offset + HeaderBytes, parentPath);
        var description = _store.Span.Slice(offset + 2 * HeaderBytes, descriptionSize - HeaderBytes);
        var label = ReadDescription(description, offset + 2 * HeaderBytes, parentPath);
        var box = new JumbfSuperbox
        {
            Type = JumbfType.Read(description),
            Label = label,
            Path = parentPath.Length == 0 ? label : $"{parentPath}/{label}",
            Offset = offset,
            Bytes = _store.Slice(offset, size),
        };
        var labels = new HashSet<string>();
        for (var position = offset + HeaderBytes + descriptionSize; position < end;)
        {
            var (type, childSize) = ReadHeader(position, end, box.Path);
            if (type != Jumb)
                box.ContentBoxes.Add(new JumbfContentBox(type, _store[(position + HeaderBytes)..(position + childSize)]));
            else if (ReadSuperbox(position, childSize, box.Path, depth + 1) is var child && labels.Add(child.Label))
                box.Children.Add(child);
            else
                throw new C2paFormatException("Two JUMBF boxes side by side have the same label", position, child.Path);
            position += childSize;
        }
        return box;
    }

    /// <summary><c>type:128 toggles:8 label NUL [private box]</c>; the private box may only be a salt of 16 or 32 bytes.</summary>
    private string ReadDescription(ReadOnlySpan<byte> description, int offset, string path)
    {
        if (description.Length < JumbfType.Bytes + 2)
            throw new C2paFormatException("A JUMBF description box is too short", offset, path);
        var toggles = description[JumbfType.Bytes];
        if ((toggles & ~HasPrivate) != (Requestable | HasLabel))
            throw new C2paFormatException($"JUMBF toggles 0x{toggles:x2}; C2PA boxes have 0x03, or 0x13 with a salt", offset + JumbfType.Bytes, path);
        var text = description[(JumbfType.Bytes + 1)..];
        var length = text.IndexOf((byte)0);
        if (length is < 1 or > JumbfLimits.MaxLabelBytes)
            throw new C2paFormatException("A JUMBF label is empty, too long or without an end", offset + JumbfType.Bytes + 1, path);
        var rest = text[(length + 1)..];
        var restOffset = offset + description.Length - rest.Length;
        if ((toggles & HasPrivate) == 0 && rest.Length > 0)
            throw new C2paFormatException("Bytes after the label of a JUMBF description box", restOffset, path);
        if ((toggles & HasPrivate) != 0 && (ReadHeader(restOffset, restOffset + rest.Length, path) is var (type, size) && (type != Salt || size != rest.Length || size - HeaderBytes is not (16 or 32))))
            throw new C2paFormatException("The private box of a JUMBF description must be a salt (c2sh) of 16 or 32 bytes", restOffset, path);
        return DecodeLabel(text[..length], offset, path);
    }

    private static string DecodeLabel(ReadOnlySpan<byte> label, int offset, string path)
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
        throw new C2paFormatException("A JUMBF label with characters that no label may have", offset, path);
    }

    private (FourCc Type, int Size) ReadHeader(int offset, int end, string path)
    {
        if (++_boxes > JumbfLimits.MaxBoxes)
            throw new C2paFormatException($"A manifest store of more than {JumbfLimits.MaxBoxes} boxes", offset, path);
        if (end - offset < HeaderBytes)
            throw new C2paFormatException("A JUMBF box header was cut short", offset, path);
        var header = _store.Span.Slice(offset, HeaderBytes);
        var size = BinaryPrimitives.ReadUInt32BigEndian(header);
        var type = new FourCc(BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        return size >= HeaderBytes && size <= end - offset
            ? (type, (int)size)
            : throw new C2paFormatException($"JUMBF box '{type}' claims {size} of {end - offset} bytes", offset, path);
    }
}
