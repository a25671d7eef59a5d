using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Assets;

/// <summary>A manifest store that is a file of its own, a sidecar (C2PA 2.2 §11.4); the asset it belongs to is not at hand.</summary>
internal sealed class StoreAsset(Stream stream) : Asset(stream)
{
    public override string FormatName => "a manifest store without its asset";

    public override string MediaType => "application/c2pa";

    public override int StoreCount => 1;

    public override IReadOnlyList<ReadOnlyMemory<byte>> ReadStore()
    {
        if (Stream.Length > BmffLimits.MaxStoreBytes)
            throw new C2paFormatException($"A manifest store of {Stream.Length} bytes; {BmffLimits.MaxStoreBytes} are possible", 0);
        var bytes = new byte[Stream.Length];
        Read(0, bytes);
        return [WithoutPadding(bytes, 0, "c2pa")];
    }
}
