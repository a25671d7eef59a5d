using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SoraGuard.Policy.Documents.Yaml;

/// <summary>
/// Reads the plain part of YAML that policies are written in: maps, lists and scalars. Anchors, aliases and tags are refused
/// (a file of a few bytes could otherwise stand for gigabytes), and so is whatever is beyond the limits.
/// </summary>
internal sealed class YamlReader
{
    public const int MaxDepth = 24;
    public const int MaxNodes = 200_000;
    public const int MaxScalarLength = 4096;

    private const char ByteOrderMark = '\ufeff';

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IParser _parser;
    private int _nodes;

    private YamlReader(IParser parser) => _parser = parser;

    /// <returns>The root map, or null with the reason in <paramref name="diagnostics"/>.</returns>
    public static YamlMap? Read(PolicyFile file, DiagnosticList diagnostics)
    {
        try
        {
            if (file.Content.Length > PolicyFolder.MaxFileBytes)
                throw new RefusedYaml(0, $"the file has more than {PolicyFolder.MaxFileBytes:N0} bytes");
            var reader = new YamlReader(new Parser(new StringReader(StrictUtf8.GetString(file.Content.Span).TrimStart(ByteOrderMark))));
            return reader.ReadDocument();
        }
        catch (RefusedYaml refused)
        {
            diagnostics.Add(refused.Line, refused.Message);
        }
        catch (YamlException exception)
        {
            diagnostics.Add((int)exception.Start.Line, "not valid YAML: " + exception.Message);
        }
        catch (DecoderFallbackException exception)
        {
            diagnostics.Add(0, $"not valid UTF-8 at byte {exception.Index}");
        }
        return null;
    }

    private YamlMap ReadDocument()
    {
        Expect<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            throw new RefusedYaml(0, "the file is empty");
        Expect<DocumentStart>();
        var root = ReadNode(0);
        Expect<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw new RefusedYaml(LineOf(_parser.Current), "a second YAML document: one file holds one");
        return root as YamlMap ?? throw new RefusedYaml(root.Line, "the file must be a map of keys and values");
    }

    private YamlNode ReadNode(int depth)
    {
        var node = _parser.Consume<ParsingEvent>();
        var line = LineOf(node);
        if (++_nodes > MaxNodes)
            throw new RefusedYaml(line, $"more than {MaxNodes:N0} values in one file");
        if (depth > MaxDepth)
            throw new RefusedYaml(line, $"nested deeper than {MaxDepth}");
        if (node is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            throw new RefusedYaml(line, "anchors and aliases are not accepted: write the value out");
        if (node is NodeEvent { Tag.IsEmpty: false })
            throw new RefusedYaml(line, "tags are not accepted");
        return node switch
        {
            Scalar scalar when scalar.Value.Length > MaxScalarLength => throw new RefusedYaml(line, $"a value longer than {MaxScalarLength:N0} characters"),
            Scalar scalar => new YamlScalar(line, scalar.Value),
            SequenceStart => ReadList(line, depth),
            MappingStart => ReadMap(line, depth),
            _ => throw new RefusedYaml(line, $"unexpected {node.GetType().Name}"),
        };
    }

    private YamlList ReadList(int line, int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new YamlList(line, items);
    }

    private YamlMap ReadMap(int line, int depth)
    {
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not YamlScalar key)
                throw new RefusedYaml(line, "a key must be a plain word");
            if (!keys.Add(key.Text))
                throw new RefusedYaml(key.Line, $"the key '{key.Text}' stands here twice");
            entries.Add(new YamlEntry(key.Text, key.Line, ReadNode(depth + 1)));
        }
        return new YamlMap(line, entries);
    }

    private void Expect<T>()
        where T : ParsingEvent => _parser.Consume<T>();

    private static int LineOf(ParsingEvent? node) => node is null ? 0 : (int)node.Start.Line;

    private sealed class RefusedYaml(int line, string message) : Exception(message)
    {
        public int Line { get; } = line;
    }
}
