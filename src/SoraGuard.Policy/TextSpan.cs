namespace SoraGuard.Policy;

/// <summary>A piece of the original text: offset and length in UTF-16 units.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;
}
