using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>The time-stamp in the header of a signature (C2PA 2.2 §10.3.2.5): <c>sigTst2</c> of the signature, else <c>sigTst</c> of the payload.</summary>
/// <param name="Tokens">The one token; null where there is not exactly one.</param>
/// <param name="Stamped">What it must be a time-stamp of.</param>
internal sealed record TimeStampHeader(IReadOnlyList<ReadOnlyMemory<byte>>? Tokens, byte[] Stamped)
{
    /// <summary>Null where there is none.</summary>
    public static TimeStampHeader? Find(CoseSign1 cose, ReadOnlyMemory<byte> payload)
    {
        if (cose.Header(CoseHeaders.TimeStampV2) is { } second)
            return new TimeStampHeader(TokensOf(second), cose.ToBeStamped(CoseSign1.SignatureAsPayload(cose.Signature)));
        return cose.Header(CoseHeaders.TimeStampV1) is { } first ? new TimeStampHeader(TokensOf(first), cose.ToBeStamped(payload)) : null;
    }

    /// <summary><c>{tstTokens: [{val: bstr}]}</c></summary>
    private static IReadOnlyList<ReadOnlyMemory<byte>>? TokensOf(CborValue header) =>
        header["tstTokens"] is { Items: [var only] } && only["val"] is { Kind: CborKind.Bytes } token ? [token.AsBytes()] : null;
}
