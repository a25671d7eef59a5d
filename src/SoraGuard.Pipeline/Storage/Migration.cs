using System.Globalization;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>One file of <c>migrations/</c>: <c>NNNN_what.sql</c>, forward only, never edited once it landed.</summary>
public sealed record Migration(int Number, string Name, string Sql, Sha256Digest Checksum)
{
    /// <summary>Reads every migration of a folder, in order.</summary>
    /// <exception cref="MigrationException">A file is misnamed, or the numbers are not 1, 2, 3, …</exception>
    public static IReadOnlyList<Migration> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new MigrationException($"The migrations folder is missing: {folder}");
        var all = Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(Read).ToList();
        for (var i = 0; i < all.Count; i++)
            if (all[i].Number != i + 1) throw new MigrationException($"Migration {i + 1:0000} is missing or double in {folder}: found {all[i].Name}");
        if (all.Count == 0) throw new MigrationException($"No migrations in {folder}");
        return all;
    }

    private static Migration Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name.Length < 6 || name[4] != '_' || !int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new MigrationException($"A migration is named NNNN_what.sql: {file}");
        var bytes = File.ReadAllBytes(file);
        return new(number, name, System.Text.Encoding.UTF8.GetString(bytes), Sha256Digest.Of(bytes));
    }
}

/// <summary>The migrations and the database do not fit together; nothing was changed.</summary>
public sealed class MigrationException(string message) : Exception(message);
