using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Makes the COSE signature of a claim, with its time-stamp and OCSP responses, in a size that is known beforehand (C2PA 2.2 §13.2).
/// </summary>
internal sealed class ClaimSigner
{
    private readonly IC2paSigner _signer;
    private readonly SigningOptions _options;
    private readonly byte[] _protectedHeader;

    public ClaimSigner(IC2paSigner signer, SigningOptions options)
    {
        (_signer, _options) = (signer, options);
        _protectedHeader = CoseSign1.EncodeProtected(signer.Algorithm, signer.CertificateChain);
        CoseBytes = CoseSign1.Encode(_protectedHeader, Unprotected(timeStamp: null, []), new byte[signer.SignatureBytes]).Length
            + (options.TimeStamp is null ? 0 : checked(options.TimeStampReserveBytes + CosePadding.MinBytes));
    }

    /// <summary>Of every signature made here.</summary>
    public int CoseBytes { get; }

    /// <summary>Why the last signature has no time-stamp, where one was asked for; else null.</summary>
    public string? TimeStampFailure { get; private set; }

    /// <returns><see cref="CoseBytes"/> bytes.</returns>
    /// <exception cref="C2paSigningException">
    /// The signer did not return a signature of the size it stated, or there is no time-stamp and the options ask for one.
    /// </exception>
    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> claim, CancellationToken cancellationToken)
    {
        var signature = await _signer.SignAsync(CoseSign1.ToBeSigned(_protectedHeader, claim), cancellationToken).ConfigureAwait(false);
        if (signature.Length != _signer.SignatureBytes)
            throw new C2paSigningException($"The signer returned {signature.Length} bytes where it had stated {_signer.SignatureBytes}.");
        if (_options.TimeStamp is null)
            return Encode(null, signature);
        try
        {
            var stamped = CoseSign1.ToBeStamped(_protectedHeader, CoseSign1.SignatureAsPayload(signature));
            var token = await _options.TimeStamp.StampAsync(stamped, _options.Random, _options.TimeStampTrust, cancellationToken).ConfigureAwait(false);
            return Encode(token, signature);
        }
        catch (TimeStampException e) when (_options.TimeStampFailurePolicy == TimeStampFailurePolicy.SignWithout)
        {
            TimeStampFailure = e.Message;
            return Encode(null, signature);
        }
        catch (TimeStampException e)
        {
            throw new C2paSigningException($"The file was not signed, since it has no time-stamp: {e.Message}");
        }
    }

    /// <summary><see cref="CoseBytes"/> bytes with the signer's certificates, and random ones for a signature, which does not compress.</summary>
    public byte[] Sample()
    {
        var signature = new byte[_signer.SignatureBytes];
        _options.Random.GetBytes(signature);
        return Encode(null, signature);
    }

    private byte[] Encode(ReadOnlyMemory<byte>? timeStamp, byte[] signature)
    {
        var missing = CoseBytes - CoseSign1.Encode(_protectedHeader, Unprotected(timeStamp, []), signature).Length;
        return missing is 0 or >= CosePadding.MinBytes
            ? CoseSign1.Encode(_protectedHeader, Unprotected(timeStamp, CosePadding.Entries(missing)), signature)
            : throw new TimeStampException(
                $"The time-stamp of {timeStamp?.Length} bytes needs more than the {_options.TimeStampReserveBytes} left for it "
                + $"({nameof(SigningOptions)}.{nameof(SigningOptions.TimeStampReserveBytes)}).");
    }

    private CborValue Unprotected(ReadOnlyMemory<byte>? timeStamp, IReadOnlyList<KeyValuePair<CborValue, CborValue>> padding)
    {
        var entries = new List<KeyValuePair<CborValue, CborValue>>(padding);
        if (timeStamp is { } token)
            entries.Add(KeyValuePair.Create(
                CborValue.Of(CoseHeaders.TimeStampV2), CborValue.Map(("tstTokens", CborValue.Array(CborValue.Map(("val", CborValue.Of(token))))))));
        if (_options.OcspResponses.Count > 0)
            entries.Add(KeyValuePair.Create(
                CborValue.Of(CoseHeaders.RevocationValues), CborValue.Map(("ocspVals", CborValue.Array(_options.OcspResponses.Select(CborValue.Of))))));
        return CborValue.Map(entries);
    }
}
