using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>What a model's file says of the model. A text that the file does not give is empty.</summary>
public unsafe class ModelMetadata
{
    internal ModelMetadata(nint session)
    {
        var api = OrtLibrary.Api;
        nint metadata;
        Status.Check(api->SessionGetModelMetadata(session, &metadata));
        try
        {
            ProducerName = ReadText(metadata, api->ModelMetadataGetProducerName);
            GraphName = ReadText(metadata, api->ModelMetadataGetGraphName);
            Domain = ReadText(metadata, api->ModelMetadataGetDomain);
            Description = ReadText(metadata, api->ModelMetadataGetDescription);
            GraphDescription = ReadText(metadata, api->ModelMetadataGetGraphDescription);
            long version;
            Status.Check(api->ModelMetadataGetVersion(metadata, &version));
            Version = version;
            CustomMetadataMap = ReadCustom(metadata);
        }
        finally
        {
            api->ReleaseModelMetadata(metadata);
        }
    }

    public string ProducerName { get; }

    public string GraphName { get; }

    public string Domain { get; }

    public string Description { get; }

    public string GraphDescription { get; }

    /// <summary>The model's own version; <see cref="long.MaxValue"/> when it gives none.</summary>
    public long Version { get; }

    public Dictionary<string, string> CustomMetadataMap { get; }

    private static string ReadText(nint metadata, delegate* unmanaged<nint, nint, byte**, nint> entry)
    {
        byte* text;
        Status.Check(entry(metadata, DefaultAllocator.Pointer, &text));
        return Utf8.Take(text);
    }

    private static Dictionary<string, string> ReadCustom(nint metadata)
    {
        var api = OrtLibrary.Api;
        byte** keys;
        long count;
        Status.Check(api->ModelMetadataGetCustomMetadataMapKeys(metadata, DefaultAllocator.Pointer, &keys, &count));
        var map = new Dictionary<string, string>();
        for (var i = 0L; i < count; i++)
        {
            byte* text;
            Status.Check(api->ModelMetadataLookupCustomMetadataMap(metadata, DefaultAllocator.Pointer, keys[i], &text));
            map[Utf8.Take(keys[i])] = Utf8.Take(text);
        }
        if (keys != null)
            DefaultAllocator.Free(keys);
        return map;
    }
}
