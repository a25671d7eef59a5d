using Microsoft.Extensions.Configuration;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>
/// The operator's own certificate and where its key is; without any, the development chain of this machine signs. A process that only
/// verifies needs the certificate alone.
/// </summary>
public sealed record SignerSettings
{
    /// <summary>PEM chain: the signer's certificate, then its intermediates. <c>SORAGUARD__C2PA__CERT</c>.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>PEM key. <c>SORAGUARD__C2PA__KEY</c>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>File whose first line is the password of <see cref="KeyFile"/>. <c>SORAGUARD__C2PA__KEYPASSWORDFILE</c>.</summary>
    public string? KeyPasswordFile { get; init; }

    /// <summary>The key, where it is in a hardware module. <c>SORAGUARD__C2PA__PKCS11__…</c>.</summary>
    public Pkcs11Settings? Pkcs11 { get; init; }

    /// <returns>Null where nothing is set.</returns>
    /// <exception cref="SettingsException">What is set does not go together; everything wrong is said at once.</exception>
    internal static SignerSettings? From(IConfigurationSection c2pa)
    {
        string? Get(string name) => string.IsNullOrWhiteSpace(c2pa[name]) ? null : c2pa[name];
        string?[] module = [Get("PKCS11:MODULE"), Get("PKCS11:TOKEN"), Get("PKCS11:KEY"), Get("PKCS11:PINFILE")];
        var (certificate, key, password) = (Get("CERT"), Get("KEY"), Get("KEYPASSWORDFILE"));
        var isModule = module.Any(m => m is not null);
        List<string> errors = [];
        if (certificate is null && (key is not null || password is not null || isModule)) errors.Add("SORAGUARD__C2PA__CERT is missing: the certificate of the key.");
        if (password is not null && key is null) errors.Add("SORAGUARD__C2PA__KEYPASSWORDFILE goes with SORAGUARD__C2PA__KEY.");
        if (key is not null && isModule) errors.Add("SORAGUARD__C2PA__KEY and SORAGUARD__C2PA__PKCS11__… are both set: one key signs.");
        if (isModule && module.Contains(null)) errors.Add("SORAGUARD__C2PA__PKCS11__MODULE, __TOKEN, __KEY and __PINFILE go together.");
        if (errors.Count > 0) throw new SettingsException(string.Join(" ", errors));
        return certificate is null ? null : new()
        {
            CertificateFile = certificate,
            KeyFile = key,
            KeyPasswordFile = password,
            Pkcs11 = module is [{ } path, { } token, { } label, { } pin] ? new(path, token, label, pin) : null,
        };
    }
}

/// <summary>A key in a hardware module.</summary>
/// <param name="Module">The module's library.</param>
/// <param name="Token">Label of the token.</param>
/// <param name="Key">Label of the private key.</param>
/// <param name="PinFile">File whose first line is the PIN of the token's user.</param>
public sealed record Pkcs11Settings(string Module, string Token, string Key, string PinFile);
