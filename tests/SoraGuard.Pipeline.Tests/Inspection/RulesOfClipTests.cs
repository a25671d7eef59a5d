using SoraGuard.Pipeline.Inspection;
using SoraGuard.Policy;
using SoraGuard.TestData;

namespace SoraGuard.Pipeline.Tests.Inspection;

/// <summary>Which rules of the shipped policy a clip fires by itself, whatever its prompt and inputs.</summary>
public sealed class RulesOfClipTests
{
    private static readonly PolicyModel Policy = PolicyCompiler.Compile(PolicyFolder.Read(Path.Combine(SharedData.RepositoryRoot, "policies"))).RequireModel();

    [Theory]
    [InlineData("a candidate in the US presidential race confesses to fraud, leaked phone video", InputProvenance.None)]
    [InlineData("drapeau rouge et bateau de papier sur la mer", InputProvenance.None)]
    [InlineData("a boat on the sea", InputProvenance.Broken)]
    public void Prompt_and_inputs_are_not_the_clip_s_doing(string prompt, InputProvenance input) =>
        Assert.Empty(Rules(new() { Prompt = prompt, Input = input, Region = "US" }));

    [Fact]
    public void Scores_and_abstentions_are()
    {
        Assert.Equal(["base/clip-violence"], Rules(new() { Prompt = "a boat", Scores = new Dictionary<string, double> { ["violence"] = .85 } }));
        Assert.Equal(["base/inspection-abstained"], Rules(new() { Prompt = "a boat", Abstained = "too dark" }));
    }

    private static IReadOnlyList<string> Rules(PolicySignals signals) => InspectClipStage.RulesOfClip(Policy, signals, PolicyTime.Parse("2028-10-20"));
}
