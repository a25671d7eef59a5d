namespace SoraGuard.C2pa.Validation;

/// <summary>Collects what validation finds, in order, for one manifest or another.</summary>
internal sealed class ValidationLog
{
    private readonly List<ValidationStatus> _statuses = [];

    public IReadOnlyList<ValidationStatus> Statuses => _statuses;

    /// <summary>The ingredient assertion whose manifest is being judged; null for the active manifest.</summary>
    public string? IngredientUri { get; set; }

    /// <summary>Whether all that is wrong with the hard binding of the asset is that its fragments are not at hand.</summary>
    public bool LacksFragments { get; set; }

    public void Success(string code, string uri, string explanation) => Add(code, uri, StatusKind.Success, explanation);

    public void Note(string code, string uri, string explanation) => Add(code, uri, StatusKind.Informational, explanation);

    public void Failure(string code, string uri, string explanation) => Add(code, uri, StatusKind.Failure, explanation);

    /// <summary>As <see cref="Failure"/>, where it is this library that cannot judge.</summary>
    public void Unverifiable(string code, string uri, string explanation) =>
        Add(new ValidationStatus(code, uri, StatusKind.Failure, explanation, IngredientUri) { IsUnverifiable = true });

    /// <summary>
    /// Turns failures from a position on into notes where the signer has recorded them in an ingredient assertion: they were
    /// known and accepted when the ingredient was added (C2PA 2.2 §15.11.3).
    /// </summary>
    public void Acknowledge(int from, IReadOnlySet<(string Code, string Uri)> recorded)
    {
        for (var i = from; i < _statuses.Count; i++)
            if (_statuses[i] is { Kind: StatusKind.Failure, IngredientUri: not null } status && recorded.Contains((status.Code, status.Uri)))
                _statuses[i] = status with { Kind = StatusKind.Informational, Explanation = $"{status.Explanation} (the signer recorded this)" };
        // What could be seen only when the ingredient itself was at hand is passed on (§15.11.3.3).
        var found = _statuses.Skip(from).Select(s => (s.Code, s.Uri)).ToHashSet();
        foreach (var (code, uri) in recorded.Where(r => !found.Contains(r)))
            Note(code, uri, "The signer recorded this when the ingredient was added");
    }

    private void Add(string code, string uri, StatusKind kind, string explanation) =>
        Add(new ValidationStatus(code, uri, kind, explanation, IngredientUri));

    private void Add(ValidationStatus status)
    {
        if (_statuses.Count == ValidationLimits.MaxStatuses)
            throw new C2paFormatException($"More than {ValidationLimits.MaxStatuses} statuses");
        _statuses.Add(status);
    }
}
