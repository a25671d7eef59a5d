namespace SoraGuard.Pipeline.Storage;

/// <summary>Where things are kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder of the embedded cluster, blobs, and development keys. Setting <c>SORAGUARD__DATA</c>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Connection string of a Postgres server; null starts a private cluster in the data folder. Setting <c>SORAGUARD__POSTGRES</c>.</summary>
    public string? Postgres { get; init; }

    /// <summary>Folder of initdb and pg_ctl; null finds them. Setting <c>SORAGUARD__POSTGRESBIN</c>.</summary>
    public string? PostgresBin { get; init; }

    /// <summary>Folder of the migrations.</summary>
    public required string MigrationsFolder { get; init; }

    public string BlobFolder => Path.Combine(DataFolder, "blobs");

    /// <summary>Private copies of blobs while a stage works on them.</summary>
    public string WorkFolder => Path.Combine(DataFolder, "work");

    /// <summary>The signing chain and its keys; only the provenance role opens it.</summary>
    public string SigningFolder => Path.Combine(DataFolder, "signing");

    /// <summary>What verifiers trust: our root certificate.</summary>
    public string TrustFolder => Path.Combine(DataFolder, "trust");

    /// <summary>The watermark key: for whoever marks and verifies.</summary>
    public string WatermarkFolder => Path.Combine(DataFolder, "watermark");

    public string ClusterFolder => Path.Combine(DataFolder, "postgres");

    /// <summary>The folder used when none is set: <c>/var/lib/soraguard</c> for root, else <c>$XDG_DATA_HOME/soraguard</c> (<c>~/.local/share/soraguard</c>).</summary>
    public static string DefaultDataFolder() => Environment.IsPrivilegedProcess
        ? "/var/lib/soraguard"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "soraguard");
}
