namespace SoraGuard.Policy.Terms;

/// <summary>Phrases as paths of word numbers; a node knows which terms end in it.</summary>
internal sealed class PhraseTrie
{
    public const int Root = 0;

    /// <summary>The word number of <c>_</c>, which stands for any one word.</summary>
    public const int AnyWord = -1;

    private readonly Dictionary<(int Node, int Word), int> _children = [];
    private readonly List<List<int>> _ending = [[]];

    public void Add(IReadOnlyList<int> phrase, int term)
    {
        var node = Root;
        foreach (var word in phrase)
        {
            if (!_children.TryGetValue((node, word), out var child))
            {
                _children.Add((node, word), child = _ending.Count);
                _ending.Add([]);
            }
            node = child;
        }
        _ending[node].Add(term);
    }

    public bool TryStep(int node, int word, out int child) => _children.TryGetValue((node, word), out child);

    public IReadOnlyList<int> EndingAt(int node) => _ending[node];
}
