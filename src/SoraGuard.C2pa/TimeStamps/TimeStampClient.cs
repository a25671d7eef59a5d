using System.Net.Http.Headers;
using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>
/// Asks a time-stamp authority over HTTP (RFC 3161 §3.4) and takes its answer only if that is of what was sent and is signed
/// correctly. The one thing in this library that uses a network, and only where it is given.
/// </summary>
public sealed class TimeStampClient
{
    /// <summary>10 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly TimeSpan _timeout;

    /// <param name="http">Not disposed of.</param>
    /// <param name="url">Of the authority: http or https. The answer proves itself by its signature.</param>
    /// <param name="timeout">For one answer; null for <see cref="DefaultTimeout"/>.</param>
    /// <exception cref="ArgumentException">The URL is neither http nor https.</exception>
    public TimeStampClient(HttpClient http, Uri url, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            throw new ArgumentException($"The address of a time-stamp authority is http or https, and absolute.", nameof(url));
        (_http, _url, _timeout) = (http, url, timeout ?? DefaultTimeout);
    }

    /// <summary>The URL as it may be shown: scheme, host, port and path, without user and query, which may be secrets.</summary>
    /// <param name="url">Absolute.</param>
    public static string AddressOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
    }

    /// <returns>The token, without the response around it, as <c>sigTst2</c> and time-stamp assertions hold it.</returns>
    /// <param name="data">What to stamp; only its SHA-256 is sent.</param>
    /// <param name="random">Source of the nonce.</param>
    /// <param name="trust">If given, the authority's certificate must lead to one of these.</param>
    /// <exception cref="TimeStampException">No token that holds.</exception>
    internal async Task<ReadOnlyMemory<byte>> StampAsync(
        ReadOnlyMemory<byte> data, RandomNumberGenerator random, TrustAnchors? trust, CancellationToken cancellationToken)
    {
        var request = TimeStampRequest.For(data.Span, random);
        var response = await PostAsync(request, cancellationToken).ConfigureAwait(false);
        TimeStampToken token;
        try
        {
            token = TimeStampToken.Parse(response);
        }
        catch (C2paFormatException e)
        {
            throw new TimeStampException($"The answer of {AddressOf(_url)} is no time-stamp: {e.Message}", e);
        }
        if (token.Info.Nonce is not { } nonce || !nonce.Span.SequenceEqual(request.Nonce.Span))
            throw new TimeStampException($"The answer of {AddressOf(_url)} is to another request: its nonce is not the one sent.");
        var verdict = TimeStampVerifier.Verify(token.Encoded, data.Span, trust ?? TrustAnchors.None, new SignatureCheckBudget(CertificateLimits.MaxSignatureChecks));
        var isAccepted = verdict.Time is not null || (trust is null && verdict.Code == StatusCodes.TimeStampUntrusted);
        return isAccepted ? token.Encoded : throw new TimeStampException($"The time-stamp of {AddressOf(_url)} does not hold: {verdict.Explanation} ({verdict.Code}).");
    }

    private async Task<byte[]> PostAsync(TimeStampRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        try
        {
            using var content = new ReadOnlyMemoryContent(request.Encoded);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var message = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new TimeStampException($"{AddressOf(_url)} answered with HTTP status {(int)response.StatusCode}.");
            return await ReadAsync(response.Content, deadline.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new TimeStampException($"{AddressOf(_url)} cannot be reached: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new TimeStampException($"{AddressOf(_url)} broke off its answer: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeStampException($"{AddressOf(_url)} did not answer within {_timeout.TotalSeconds:0.#} s.", e);
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[TimeStampLimits.MaxTokenBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= TimeStampLimits.MaxTokenBytes
            ? buffer[..length]
            : throw new TimeStampException($"{AddressOf(_url)} answered with more than {TimeStampLimits.MaxTokenBytes} bytes.");
    }
}
