namespace SoraGuard.C2pa.Jumbf;

/// <summary>
/// A reference inside a manifest store (C2PA 2.2 §8.4.2): <c>self#jumbf=/c2pa/MANIFEST/…</c>, or relative to the manifest it
/// stands in, <c>self#jumbf=c2pa.assertions/LABEL</c>.
/// </summary>
internal sealed record JumbfUri(string Manifest, IReadOnlyList<string> Path)
{
    private const string Scheme = "self#jumbf=";
    private const string Store = "c2pa";

    public static string ForManifest(string manifest) => $"{Scheme}/{Store}/{manifest}";

    public static string ForBox(string manifest, params ReadOnlySpan<string> path) => $"{ForManifest(manifest)}/{string.Join('/', path!)}";

    /// <param name="uri">As found.</param>
    /// <param name="manifest">Label of the manifest it was found in.</param>
    /// <returns>Null where this is no such reference.</returns>
    public static JumbfUri? TryParse(string uri, string manifest)
    {
        if (uri.Length > JumbfLimits.MaxUriLength || !uri.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var isAbsolute = uri[Scheme.Length..].StartsWith('/');
        var steps = uri[(Scheme.Length + (isAbsolute ? 1 : 0))..].Split('/');
        if (steps.Any(s => s.Length == 0))
            return null;
        // Early writers left out the slash: no box inside a manifest has the store's label.
        if (steps[0] == Store)
            return steps.Length >= 2 ? new JumbfUri(steps[1], steps[2..]) : null;
        return isAbsolute ? null : new JumbfUri(manifest, steps);
    }

    public override string ToString() => Path.Count == 0 ? ForManifest(Manifest) : $"{ForManifest(Manifest)}/{string.Join('/', Path)}";
}
