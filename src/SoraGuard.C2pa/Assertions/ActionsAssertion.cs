using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>The history of the asset (C2PA 2.2 §18.14): <c>c2pa.actions.v2</c>, or <c>c2pa.actions</c> of older files.</summary>
public sealed record ActionsAssertion
{
    /// <summary>In the order they were done.</summary>
    public required IReadOnlyList<C2paAction> Actions { get; init; }

    /// <summary>Whether the signer says that nothing else was done; null where it does not say.</summary>
    public bool? AllActionsIncluded { get; init; }

    /// <exception cref="C2paFormatException">Not a well-formed list of actions.</exception>
    internal static ActionsAssertion Parse(CborValue value)
    {
        var actions = value.OptionalArray("actions");
        return actions.Count > 0
            ? new ActionsAssertion { Actions = [.. actions.Select(C2paAction.Parse)], AllActionsIncluded = value.OptionalBoolean("allActionsIncluded") }
            : throw new C2paFormatException("An actions assertion without actions");
    }

    internal CborValue ToCbor() => CborValue.Map(
        ("actions", CborValue.Array(Actions.Select(a => a.ToCbor()))),
        ("allActionsIncluded", AllActionsIncluded is { } all ? CborValue.Of(all) : null));
}
