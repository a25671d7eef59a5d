namespace SoraGuard.Policy;

/// <summary>What became of a policy folder: a model, or what is wrong with it.</summary>
/// <param name="Model">Null where there is any diagnostic.</param>
/// <param name="Diagnostics">Everything that is wrong, by file and line; empty where there is a model.</param>
public sealed record PolicyCompilation(PolicyModel? Model, IReadOnlyList<PolicyDiagnostic> Diagnostics)
{
    /// <summary>The model.</summary>
    /// <exception cref="InvalidPolicyException">There is none.</exception>
    public PolicyModel RequireModel() => Model ?? throw new InvalidPolicyException(Diagnostics);
}
