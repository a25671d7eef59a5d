using System.Formats.Asn1;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>A time-stamp token: a CMS message whose content is a <see cref="TimeStampInfo"/> (RFC 3161 §2.4.2).</summary>
internal sealed record TimeStampToken(CmsSignedData Message, TimeStampInfo Info, ReadOnlyMemory<byte> Encoded)
{
    private const int Granted = 0, GrantedWithModifications = 1;

    /// <summary>
    /// A token, or a whole response, <code>SEQUENCE { SEQUENCE { status, text?, failure? }, token? }</code>. The headers
    /// <c>sigTst</c> and <c>sigTst2</c> should hold the one and the other; real files mix them up.
    /// </summary>
    /// <exception cref="C2paFormatException">Neither, or a response that was not granted.</exception>
    public static TimeStampToken Parse(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > TimeStampLimits.MaxTokenBytes)
            throw new C2paFormatException($"A time-stamp of {encoded.Length} bytes; {TimeStampLimits.MaxTokenBytes} are possible");
        try
        {
            var first = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            var token = first.PeekTag() == Asn1Tag.ObjectIdentifier ? encoded : TokenOfResponse(first);
            var message = CmsSignedData.Parse(token);
            return message.ContentType == TimeStampInfo.ContentType
                ? new TimeStampToken(message, TimeStampInfo.Parse(message.Content), token)
                : throw new C2paFormatException("A signed CMS message that is no time-stamp");
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or OverflowException)
        {
            throw new C2paFormatException($"A time-stamp is malformed: {e.Message}", inner: e);
        }
    }

    private static ReadOnlyMemory<byte> TokenOfResponse(AsnReader response)
    {
        var statusInfo = response.ReadSequence();
        if (!statusInfo.TryReadInt32(out var status) || status is not (Granted or GrantedWithModifications))
            throw new C2paFormatException($"The time-stamp authority refused, with status {status}{Reason(statusInfo)}");
        return response.HasData ? response.ReadEncodedValue() : throw new C2paFormatException("A time-stamp response without a token");
    }

    private static string Reason(AsnReader statusInfo)
    {
        if (!statusInfo.HasData || !statusInfo.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            return "";
        var texts = statusInfo.ReadSequence();
        return texts.HasData ? $": {texts.ReadCharacterString(UniversalTagNumber.UTF8String)}" : "";
    }
}
