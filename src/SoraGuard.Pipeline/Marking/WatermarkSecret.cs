using System.Security.Cryptography;
using SoraGuard.Media.Watermark;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Marking;

/// <summary>The service's watermark key: 32 random bytes in a folder of its own, made on first use. Whoever has it can find our marks, and forge them.</summary>
public sealed class WatermarkSecret(string folder)
{
    private const int SecretBytes = 32;

    private string FilePath => Path.Combine(folder, "watermark.key");

    /// <summary>The key, made now if there is none.</summary>
    public WatermarkKey GetOrMake() => Find() ?? KeyFile.Exclusive(folder, () =>
    {
        if (!File.Exists(FilePath)) KeyFile.Write(FilePath, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        return Find()!; // it was just written
    });

    /// <summary>The key; null when this service never marked anything.</summary>
    public WatermarkKey? Find() => File.Exists(FilePath) ? WatermarkKey.FromSecret(Convert.FromHexString(File.ReadAllText(FilePath).Trim())) : null;
}
