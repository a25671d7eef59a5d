using System.Security.Cryptography;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>Seeds of the generator.</summary>
public static class Seeds
{
    /// <summary>A new seed, below 2^53 so that every JSON reader keeps it whole.</summary>
    public static ulong New() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 11;
}
