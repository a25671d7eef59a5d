namespace SoraGuard.Pipeline.Contracts;

/// <summary>The stages of a clip, in order.</summary>
public enum Stage
{
    Screen,
    Generate,
    Inspect,
    Mark,
    Sign,
    Verify,
}
