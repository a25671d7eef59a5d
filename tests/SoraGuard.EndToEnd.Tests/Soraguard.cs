using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests;

/// <summary>The program as a process, with a data folder of its own.</summary>
internal sealed class Soraguard : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "soraguard.dll");
    private readonly Dictionary<string, string> environment = [];

    public Soraguard(string? data = null)
    {
        OwnsData = data is null;
        Data = data ?? Directory.CreateTempSubdirectory("soraguard-e2e-").FullName;
        File.SetUnixFileMode(Data, (UnixFileMode)0b111_101_101); // the database's user passes through
        Set("DATA", Data);
    }

    public string Data { get; }

    private bool OwnsData { get; }

    public string RootCertificate => Path.Combine(Data, "trust", "c2pa-root.pem");

    /// <summary>A setting SORAGUARD__NAME of the processes started from here.</summary>
    public Soraguard Set(string name, string value)
    {
        environment["SORAGUARD__" + name] = value;
        return this;
    }

    /// <summary>A variable of another program that processes started from here load.</summary>
    public Soraguard SetVariable(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Run> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts the services at an address; the caller ends them.</summary>
    public Process Serve(string url)
    {
        var process = Start("serve", "--url", url);
        process.BeginOutputReadLine(); // read and dropped: a full pipe would stop the service
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Starts a command and asks it to stop (SIGTERM) once it says on stderr what is waited for.</summary>
    public async Task<int> StopWhenItSaysAsync(string said, params string[] arguments)
    {
        using var process = Start(arguments);
        process.BeginOutputReadLine();
        while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith(said, StringComparison.Ordinal)) { }
        using (Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) { }
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>An address on this machine that nobody serves on.</summary>
    public static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>Waits until the services at an address say they are ready.</summary>
    public static async Task ReadyAsync(string url)
    {
        using var client = new HttpClient { BaseAddress = new(url) };
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                if ((await client.GetAsync("/healthz/ready", deadline.Token)).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            await Task.Delay(200, deadline.Token);
        }
    }

    public void Dispose()
    {
        if (OwnsData) Directory.Delete(Data, recursive: true);
    }
}

/// <summary>What a command left behind.</summary>
internal sealed record Run(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Errors}";
}
