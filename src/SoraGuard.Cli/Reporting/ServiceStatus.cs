using SoraGuard.Cli.Commands;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Provenance;

namespace SoraGuard.Cli.Reporting;

/// <summary>What the settings of this machine come to; the JSON of <c>status --json</c>.</summary>
internal sealed record ServiceStatus
{
    public required string Operator { get; init; }

    public required string Data { get; init; }

    /// <summary><c>embedded</c> or <c>server</c>; a connection string may hold a password.</summary>
    public required string Database { get; init; }

    /// <summary><c>memory</c> or <c>rabbitmq</c>.</summary>
    public required string Messages { get; init; }

    public required SignerStatus Signer { get; init; }

    /// <summary>Null where signatures are not time-stamped.</summary>
    public TimeStampStatus? TimeStamps { get; init; }

    public required TrustStatus Trust { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <exception cref="SettingsException">The own signer or a file of anchors cannot be used.</exception>
    public static ServiceStatus From(PipelineSettings settings)
    {
        var (identity, trust) = (C2paOptions.Identity(settings), C2paOptions.Policy(settings));
        if (identity.HasKey) identity.RequireUsable();
        return new()
        {
            Operator = settings.Operator,
            Data = settings.Storage.DataFolder,
            Database = settings.Storage.Postgres is null ? "embedded" : "server",
            Messages = settings.Transport.RabbitMq is null ? "memory" : "rabbitmq",
            Signer = new(identity.IsDevelopment, identity.Describe()),
            TimeStamps = settings.TimeStamp is { } stamp ? new(stamp.Address, stamp.IsRequired) : null,
            Trust = new(trust.Anchors.Count, trust.TimeStampAnchors.Count),
            Warnings = [.. WarningsOf(identity, settings)],
        };
    }

    public void Print(TextWriter writer)
    {
        writer.WriteLine($"operator    {Operator}");
        writer.WriteLine($"data        {Data}");
        writer.WriteLine($"database    {Database}");
        writer.WriteLine($"messages    {Messages}");
        writer.WriteLine($"signer      {Signer.Description}");
        writer.WriteLine($"time-stamps {(TimeStamps is null ? "none" : $"{TimeStamps.Authority}, {(TimeStamps.Required ? "without one nothing is released" : "signs without one if need be")}")}");
        writer.WriteLine($"trust       {Trust.Signers} anchor(s) of signers, {Trust.TimeStampAuthorities} of time-stamp authorities");
        foreach (var warning in Warnings) writer.WriteLine($"WARNING     {warning}");
    }

    private static IEnumerable<string> WarningsOf(SigningIdentity identity, PipelineSettings settings)
    {
        if (identity.IsDevelopment) yield return "The development authority signs: nobody but this machine trusts it. Set SORAGUARD__C2PA__CERT and its key before clips leave it.";
        if (settings.TimeStamp is null) yield return "Signatures have no time-stamp: once the certificate has expired, only this service's registry knows that they were made in time. Set SORAGUARD__C2PA__TSA.";
        if (settings.TimeStamp is { IsRequired: false }) yield return "Clips are released without a time-stamp while the authority does not answer (SORAGUARD__C2PA__TSAFAILURE=sign-without).";
    }
}

/// <summary>Who signs manifests.</summary>
internal sealed record SignerStatus(bool Development, string Description);

/// <summary>Who time-stamps them, and whether nothing is released without.</summary>
internal sealed record TimeStampStatus(string Authority, bool Required);

/// <summary>How many anchors verification believes.</summary>
internal sealed record TrustStatus(int Signers, int TimeStampAuthorities);
