using System.Security.Cryptography;

namespace SoraGuard.Inference.Sessions;

/// <summary>How to load an <see cref="OnnxModel"/>.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>Default: <see cref="ExecutionProvider.Auto"/>. A provider that cannot be had gives way to the CPU, with the reason in <see cref="OnnxModel.Refused"/>.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Auto;

    /// <summary>Threads that share the work of one run, 1 or more. Default: the number of cores.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The SHA-256 that the file must have: 64 hex digits in any case. Null, the default: any.</summary>
    public string? ExpectedSha256 { get; init; }

    /// <exception cref="ArgumentException">Everything that is wrong.</exception>
    internal void ThrowIfInvalid()
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(Provider))
            errors.Add($"{nameof(Provider)} is {(int)Provider}, which is no execution provider.");
        if (Threads < 1)
            errors.Add($"{nameof(Threads)} is {Threads}; 1 or more are needed.");
        if (ExpectedSha256 is not null && (ExpectedSha256.Length != 2 * SHA256.HashSizeInBytes || !ExpectedSha256.All(char.IsAsciiHexDigit)))
            errors.Add($"{nameof(ExpectedSha256)} is '{ExpectedSha256}'; 64 hex digits are needed.");
        if (errors.Count > 0)
            throw new ArgumentException(string.Join(' ', errors));
    }
}
