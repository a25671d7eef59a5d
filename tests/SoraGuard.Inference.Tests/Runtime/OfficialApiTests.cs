using Microsoft.ML.OnnxRuntime;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Runtime;

/// <summary>Code that compiles against our runtime must compile against the vendor's package: nothing may exist in ours alone.</summary>
public class OfficialApiTests
{
    private static readonly IReadOnlyList<ApiType> Official = ApiType.Parse(
        File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "tests", "SoraGuard.Inference.Tests", "Runtime", "official-api.txt")));

    [Fact]
    public void Every_public_type_and_member_is_an_official_one()
    {
        var ours = ApiText.Of(typeof(InferenceSession).Assembly);

        Assert.Empty(ApiType.Extras(ours, Official));
        Assert.Contains(ours.Single(type => type.Declaration.EndsWith(".InferenceSession", StringComparison.Ordinal)).Members, m => m.StartsWith("void Run(", StringComparison.Ordinal));
    }

    [Fact]
    public void An_enum_value_holds_the_official_number()
    {
        var ours = ApiText.Of(typeof(GraphOptimizationLevel));

        Assert.Equal(Official.Single(type => type.Declaration == ours.Declaration).Members, ours.Members);
    }

    [Theory]
    [InlineData("  void Run(")]
    [InlineData("  bool Terminate {")]
    [InlineData("  ORT_SEQUENTIAL")]
    [InlineData("  static explicit operator Float16")]
    public void A_member_missing_from_the_list_is_noticed(string beginning)
    {
        var lines = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "tests", "SoraGuard.Inference.Tests", "Runtime", "official-api.txt"));
        var without = lines.Where(line => !line.StartsWith(beginning, StringComparison.Ordinal)).ToList();

        var extras = ApiType.Extras(ApiText.Of(typeof(InferenceSession).Assembly), ApiType.Parse(without));

        Assert.NotEqual(lines.Length, without.Count);
        Assert.Contains(extras, extra => extra.Contains(beginning.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_missing_from_the_list_is_noticed() =>
        Assert.Equal(["type class SoraGuard.Inference.Tests.Runtime.OfficialApiTests"], ApiType.Extras([ApiText.Of(typeof(OfficialApiTests))], Official));
}
