using System.Collections.Frozen;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>Which command rings for which stage, and on which queue.</summary>
public static class StageCommand
{
    private static readonly FrozenDictionary<Stage, (Type Type, Func<ClipId, IStageCommand> Make)> Table =
        new Dictionary<Stage, (Type, Func<ClipId, IStageCommand>)>
        {
            [Stage.Screen] = (typeof(ScreenPrompt), id => new ScreenPrompt(id)),
            [Stage.Generate] = (typeof(GenerateClip), id => new GenerateClip(id)),
            [Stage.Inspect] = (typeof(InspectClip), id => new InspectClip(id)),
            [Stage.Mark] = (typeof(MarkClip), id => new MarkClip(id)),
            [Stage.Sign] = (typeof(SignClip), id => new SignClip(id)),
            [Stage.Verify] = (typeof(VerifyRelease), id => new VerifyRelease(id)),
        }.ToFrozenDictionary();

    public static IStageCommand For(Stage stage, ClipId clip) => Table[stage].Make(clip);

    public static Type TypeOf(Stage stage) => Table[stage].Type;

    /// <summary>The queue of a stage, as <c>soraguard-screen</c>.</summary>
    public static string QueueOf(Stage stage) => "soraguard-" + stage.ToString().ToLowerInvariant();

    /// <summary>The stage a command type rings for; null for any other message.</summary>
    public static Stage? StageOf(Type type)
    {
        foreach (var (stage, entry) in Table)
            if (entry.Type == type) return stage;
        return null;
    }
}
