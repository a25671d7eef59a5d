using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>The tokens from <paramref name="First"/> up to, not with, <paramref name="End"/>.</summary>
internal readonly record struct TokenRange(int First, int End)
{
    public TextSpan OriginIn(TokenizedText text) => text.OriginOf(First, End);
}
