using System.Text;

namespace SoraGuard.Policy.Text;

/// <summary>A text folded by <see cref="FoldingTable"/>, with the way back: each folded unit knows the original units it came from.</summary>
internal sealed class FoldedText
{
    private char[] _chars;
    private int[] _starts;
    private int[] _ends;
    private Script[] _scripts;

    private FoldedText(string original)
    {
        Original = original;
        var capacity = original.Length + 16;
        _chars = new char[capacity];
        _starts = new int[capacity];
        _ends = new int[capacity];
        _scripts = new Script[capacity];
    }

    public string Original { get; }

    public int Length { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>The script the unit had in the original: a Cyrillic letter folded to a Latin one is still Cyrillic here.</summary>
    public Script ScriptAt(int index) => _scripts[index];

    public TextSpan OriginOf(int start, int length) => new(_starts[start], _ends[start + length - 1] - _starts[start]);

    public static FoldedText Fold(string original)
    {
        var folded = new FoldedText(original);
        for (var at = 0; at < original.Length;)
        {
            // A lone surrogate reads as U+FFFD, which folds to a space.
            Rune.DecodeFromUtf16(original.AsSpan(at), out var rune, out var units);
            folded.Append(rune, at, at + units);
            at += units;
        }
        return folded;
    }

    private void Append(Rune rune, int start, int end)
    {
        var target = FoldingTable.Find(rune.Value);
        if (target is { Length: 0 })
        {
            // What is dropped (a mark, a zero-width joint) belongs to the character before it: a span never cuts it off.
            if (Length > 0 && _chars[Length - 1] != ' ')
                _ends[Length - 1] = end;
            return;
        }
        Span<char> kept = stackalloc char[2];
        var text = target is null ? kept[..rune.EncodeToUtf16(kept)] : target.AsSpan();
        var script = ScriptTable.Of(rune.Value);
        Reserve(text.Length);
        foreach (var unit in text)
        {
            _chars[Length] = unit;
            _starts[Length] = start;
            _ends[Length] = end;
            _scripts[Length] = script;
            Length++;
        }
    }

    private void Reserve(int more)
    {
        if (Length + more <= _chars.Length)
            return;
        var capacity = checked(_chars.Length * 2 + more);
        Array.Resize(ref _chars, capacity);
        Array.Resize(ref _starts, capacity);
        Array.Resize(ref _ends, capacity);
        Array.Resize(ref _scripts, capacity);
    }
}
