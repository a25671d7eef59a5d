using System.Formats.Asn1;
using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>
/// What an authority is asked (RFC 3161 §2.4.1): <code>SEQUENCE { version 1, SEQUENCE { sha256, hash }, nonce, certReq TRUE }</code>
/// </summary>
internal sealed record TimeStampRequest(ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Imprint, ReadOnlyMemory<byte> Nonce)
{
    private const int Version = 1, NonceBytes = 16;

    public static TimeStampRequest For(ReadOnlySpan<byte> data, RandomNumberGenerator random)
    {
        var nonce = new byte[NonceBytes];
        random.GetBytes(nonce);
        nonce[0] = (byte)(nonce[0] & 0x3F | 0x40); // A positive integer without a leading zero, which has one encoding.
        var imprint = SHA256.HashData(data);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Oids.Sha256);
                writer.WriteOctetString(imprint);
            }
            writer.WriteInteger(nonce);
            writer.WriteBoolean(true);
        }
        return new TimeStampRequest(writer.Encode(), imprint, nonce);
    }
}
