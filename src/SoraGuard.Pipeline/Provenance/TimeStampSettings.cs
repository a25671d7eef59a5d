using Microsoft.Extensions.Configuration;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>The time-stamp authority of signatures (RFC 3161), and what happens without its answer.</summary>
/// <param name="Url">Of the authority: http or https. <c>SORAGUARD__C2PA__TSA</c>.</param>
/// <param name="OnFailure"><c>SORAGUARD__C2PA__TSAFAILURE</c>: <c>fail</c> (default), no clip is released without a time-stamp; or <c>sign-without</c>.</param>
public sealed record TimeStampSettings(Uri Url, TimeStampFailurePolicy OnFailure)
{
    /// <summary>Whether a clip without a time-stamp that counts must not be released.</summary>
    public bool IsRequired => OnFailure == TimeStampFailurePolicy.Fail;

    /// <summary>The URL as it may be shown, without its query.</summary>
    public string Address => TimeStampClient.AddressOf(Url);

    /// <returns>Null where no authority is set.</returns>
    /// <exception cref="SettingsException">A value cannot be, or nobody could judge the time-stamps.</exception>
    internal static TimeStampSettings? From(IConfigurationSection c2pa, IReadOnlyList<string> timeStampTrustFiles)
    {
        var (url, failure) = (c2pa["TSA"], c2pa["TSAFAILURE"]);
        if (string.IsNullOrWhiteSpace(url))
            return string.IsNullOrWhiteSpace(failure) ? null : throw new SettingsException("SORAGUARD__C2PA__TSAFAILURE goes with SORAGUARD__C2PA__TSA.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new SettingsException("SORAGUARD__C2PA__TSA is no address of a time-stamp authority: that is http:// or https://.");
        if (address.UserInfo.Length > 0)
            throw new SettingsException("SORAGUARD__C2PA__TSA has a user or password in it, which would not be sent: give the address without what stands before the '@'.");
        if (timeStampTrustFiles.Count == 0)
            throw new SettingsException("SORAGUARD__C2PA__TSA needs SORAGUARD__TSATRUST, a PEM file with the authority's root: without it nobody here could tell its time-stamps from made-up ones.");
        return new(address, failure switch
        {
            null or "" or "fail" => TimeStampFailurePolicy.Fail,
            "sign-without" => TimeStampFailurePolicy.SignWithout,
            _ => throw new SettingsException($"SORAGUARD__C2PA__TSAFAILURE is '{failure}': fail (default) or sign-without."),
        });
    }
}
