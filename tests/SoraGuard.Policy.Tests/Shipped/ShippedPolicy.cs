using SoraGuard.TestData;

namespace SoraGuard.Policy.Tests.Shipped;

internal static class ShippedPolicy
{
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "policies");

    private static readonly Lazy<IReadOnlyList<PolicyFile>> LazyFiles = new(() => PolicyFolder.Read(Folder));
    private static readonly Lazy<PolicyModel> LazyModel = new(() => PolicyCompiler.Compile(LazyFiles.Value).RequireModel());

    public static IReadOnlyList<PolicyFile> Files => LazyFiles.Value;

    public static PolicyModel Model => LazyModel.Value;
}
