namespace SoraGuard.Policy.Documents;

/// <summary>What every file of a policy folder has.</summary>
internal abstract record SourceDocument
{
    public required string Id { get; init; }

    public required int Line { get; init; }

    /// <summary>Where what is wrong with the file is reported.</summary>
    public required DiagnosticList Diagnostics { get; init; }
}
