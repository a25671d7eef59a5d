using System.Globalization;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// The lock files of Postgres (line 1: pid). Postgres itself recognises those that a killed server left, unless it cannot read one, or the
/// pid belongs to another program of its user by now.
/// </summary>
internal static class PostgresLockFiles
{
    /// <summary>Removes the lock files that name no Postgres. For a start that failed although no server held <c>server.lock</c>.</summary>
    /// <returns>True when something was removed.</returns>
    public static bool RemoveRemnants(string folder, string cluster)
    {
        var remnants = new[] { Path.Combine(cluster, "postmaster.pid"), Path.Combine(folder, SocketPath.LockName) }.Where(file => File.Exists(file) && !NamesPostgres(file)).ToList();
        remnants.ForEach(File.Delete);
        return remnants.Count > 0;
    }

    private static bool NamesPostgres(string lockFile)
    {
        try
        {
            return int.TryParse(File.ReadLines(lockFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && File.ReadAllText($"/proc/{pid}/comm").Trim() == "postgres";
        }
        catch (IOException)
        {
            return false; // no such process
        }
    }
}
