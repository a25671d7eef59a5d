using Microsoft.Extensions.Configuration;
using SoraGuard.Inference.Sessions;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Pipeline.Provenance;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline;

/// <summary>
/// Everything that can be set from outside, read once and checked. Each is an environment variable <c>SORAGUARD__NAME</c>;
/// docs/settings.md lists them.
/// </summary>
public sealed record PipelineSettings
{
    public const string EnvironmentPrefix = "SORAGUARD__";

    public required StorageOptions Storage { get; init; }

    public required Transport Transport { get; init; }

    /// <summary>Folder of the policies. <c>SORAGUARD__POLICIES</c>; default: those shipped.</summary>
    public required string PolicyFolder { get; init; }

    /// <summary>Folder of the models. <c>SORAGUARD__MODELS</c>; default: those shipped.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Folders of further classifiers (an ONNX file and its JSON each), separated by colons. <c>SORAGUARD__CLASSIFIERS</c>.</summary>
    public IReadOnlyList<string> OwnClassifiers { get; init; } = [];

    /// <summary>Every folder of classifiers: the shipped one first.</summary>
    public IReadOnlyList<string> ClassifierFolders => [Path.Combine(ModelFolder, "inspection"), .. OwnClassifiers];

    /// <summary>What models run on. <c>SORAGUARD__ONNX__PROVIDER</c>: auto (default), cpu, cuda or webgpu.</summary>
    public required ExecutionProvider Provider { get; init; }

    /// <summary>Name of the operator in labels and manifests. <c>SORAGUARD__OPERATOR</c>; default <c>SoraGuard-development</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>PEM files with further trust anchors for verification, separated by colons. <c>SORAGUARD__TRUST</c>.</summary>
    public IReadOnlyList<string> TrustFiles { get; init; } = [];

    /// <summary>PEM files with trust anchors of time-stamp authorities. <c>SORAGUARD__TSATRUST</c>; default: those of signers.</summary>
    public IReadOnlyList<string> TimeStampTrustFiles { get; init; } = [];

    /// <summary>The operator's own signing certificate. <c>SORAGUARD__C2PA__CERT</c>, …; default: the development authority of this machine.</summary>
    public SignerSettings? Signer { get; init; }

    /// <summary>The time-stamp authority. <c>SORAGUARD__C2PA__TSA</c>, …; default: none, manifests are not time-stamped.</summary>
    public TimeStampSettings? TimeStamp { get; init; }

    /// <summary>Where to crash, for fault tests. <c>SORAGUARD__CRASHAT</c>.</summary>
    public string? CrashAt { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">A setting has a value it cannot have.</exception>
    public static PipelineSettings FromEnvironment() =>
        From(new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build(), Installation.Find(AppContext.BaseDirectory));

    /// <inheritdoc cref="FromEnvironment"/>
    public static PipelineSettings From(IConfiguration configuration, Installation installation)
    {
        try
        {
            return new()
            {
                Storage = new()
                {
                    DataFolder = Path.GetFullPath(Set(configuration["DATA"]) ?? StorageOptions.DefaultDataFolder()),
                    Postgres = Set(configuration["POSTGRES"]),
                    PostgresBin = Set(configuration["POSTGRESBIN"]),
                    MigrationsFolder = installation.Folder("migrations"),
                },
                Transport = Transport.Parse(configuration["RABBITMQ"]),
                PolicyFolder = Set(configuration["POLICIES"]) ?? installation.Folder("policies"),
                ModelFolder = Set(configuration["MODELS"]) ?? installation.Folder("models"),
                OwnClassifiers = Paths(configuration["CLASSIFIERS"]),
                Provider = ExecutionProviders.Parse(configuration["ONNX:PROVIDER"]),
                Operator = CheckOperator(Set(configuration["OPERATOR"]) ?? "SoraGuard-development"),
                TrustFiles = Paths(configuration["TRUST"]),
                TimeStampTrustFiles = Paths(configuration["TSATRUST"]),
                Signer = SignerSettings.From(configuration.GetSection("C2PA")),
                TimeStamp = TimeStampSettings.From(configuration.GetSection("C2PA"), Paths(configuration["TSATRUST"])),
                CrashAt = Set(configuration["CRASHAT"]),
            };
        }
        catch (FormatException e)
        {
            throw new SettingsException(e.Message);
        }
    }

    private static string[] Paths(string? list) => (list ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    // The characters GB 45438-2025 Annex E allows in the metadata label, where this name stands as ContentProducer.
    private static string CheckOperator(string name) => name.Length <= 64 && name.All(c => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'))
        ? name
        : throw new SettingsException($"SORAGUARD__OPERATOR is '{name}': at most 64 visible ASCII characters, no space, quote or backslash.");
}

/// <summary>A setting has a value it cannot have; the message names it and says what it may be.</summary>
public sealed class SettingsException(string message) : Exception(message);
