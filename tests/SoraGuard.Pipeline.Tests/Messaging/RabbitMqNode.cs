using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SoraGuard.Pipeline.Tests.Messaging;

/// <summary>A private RabbitMQ node from the installed binaries, which a test may kill and start again.</summary>
public sealed class RabbitMqNode : IAsyncLifetime
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server", Control = "/usr/lib/rabbitmq/bin/rabbitmqctl", User = "rabbitmq";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-rmq-").FullName;
    private readonly int port = FreePort(), distributionPort = FreePort();
    private Process? node;

    public static string? ReasonToSkip => File.Exists(Server) ? null : "needs RabbitMQ: apt-get install rabbitmq-server";

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{port}/");

    public async Task InitializeAsync()
    {
        if (ReasonToSkip is not null) return;
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{port}\ndisk_free_limit.absolute = 100MB\n");
        Directory.CreateDirectory(Path.Combine(folder, "mnesia"));
        await RunAsync("chown", "-R", User, folder);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        node = Start(Server);
        using var deadline = new CancellationTokenSource(StartPatience);
        while (!await IsListeningAsync()) await Task.Delay(200, deadline.Token);
    }

    /// <summary>kill -9 of the node, as a crash of the machine's broker.</summary>
    public async Task KillAsync()
    {
        var pid = (await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(folder, "mnesia"), "*.pid").Single())).Trim();
        using var beam = Process.GetProcessById(int.Parse(pid));
        beam.Kill();
        await node!.WaitForExitAsync();
    }

    /// <summary>Names, types and message counts of the queues, as rabbitmqctl prints them.</summary>
    public Task<string> ListQueuesAsync() => OutputAsync(Start(Control, "-q", "list_queues", "name", "type", "messages"));

    public async Task DisposeAsync()
    {
        if (node is null) return;
        if (!node.HasExited) await KillAsync();
        node.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Process Start(string program, params string[] arguments)
    {
        string[] environment =
        [
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/var/lib/rabbitmq", "LANG=C.UTF-8", $"RABBITMQ_NODENAME=soraguard{port}@localhost",
            $"RABBITMQ_MNESIA_BASE={folder}/mnesia", $"RABBITMQ_LOG_BASE={folder}/log", $"RABBITMQ_CONFIG_FILE={folder}/rabbitmq.conf",
            $"RABBITMQ_ENABLED_PLUGINS_FILE={folder}/enabled_plugins", $"RABBITMQ_DIST_PORT={distributionPort}", "ERL_EPMD_ADDRESS=127.0.0.1",
        ];
        return Process.Start(new ProcessStartInfo("setpriv", [$"--reuid={User}", $"--regid={User}", "--init-groups", "env", "-i", .. environment, program, .. arguments])
            { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
    }

    private async Task<bool> IsListeningAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }

    private static async Task<string> OutputAsync(Process process)
    {
        using (process) return await process.StandardOutput.ReadToEndAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute() => Skip = RabbitMqNode.ReasonToSkip;
}
