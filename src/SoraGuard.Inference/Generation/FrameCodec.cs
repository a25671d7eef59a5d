using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Generation;

/// <summary>Frames of 8-bit RGB to latents and back, through the autoencoder's two networks.</summary>
internal sealed class FrameCodec : IDisposable
{
    private readonly GeneratorConfig config;
    private readonly OnnxTensor<float> latentsIn, framesOut, frameIn, latentOut;
    private readonly OnnxCall decode, encode;

    public FrameCodec(GeneratorConfig config, OnnxModel encoder, OnnxModel decoder)
    {
        this.config = config;
        long size = config.Size;
        latentsIn = new("latents", config.Frames, config.Channels, config.Grid, config.Grid);
        framesOut = new("frames", config.Frames, 3, size, size);
        frameIn = new("frames", 1, 3, size, size);
        latentOut = new("latents", 1, config.Channels, config.Grid, config.Grid);
        decode = decoder.Prepare([latentsIn], [framesOut]);
        encode = encoder.Prepare([frameIn], [latentOut]);
    }

    /// <summary>Latents of one frame, 64x64x3 bytes in rows.</summary>
    public float[] Encode(ReadOnlySpan<byte> rgb, CancellationToken cancellation)
    {
        var plane = config.Size * config.Size;
        for (var i = 0; i < plane; i++)
            for (var c = 0; c < 3; c++) frameIn.Data[(c * plane) + i] = rgb[(3 * i) + c] / 255f;
        encode.Run(cancellation);
        return latentOut.Data.ToArray();
    }

    /// <summary>The floats in 0 to 1 of a window's latents, frames x 3 x 64 x 64, before they are clipped. Valid until the next call.</summary>
    public ReadOnlySpan<float> DecodeRaw(ReadOnlySpan<float> latents, CancellationToken cancellation)
    {
        latents.CopyTo(latentsIn.Data);
        decode.Run(cancellation);
        return framesOut.Data;
    }

    /// <summary>RGB bytes of the frames of a window from <paramref name="first"/> on.</summary>
    public IReadOnlyList<byte[]> Decode(ReadOnlySpan<float> latents, int first, CancellationToken cancellation)
    {
        var raw = DecodeRaw(latents, cancellation);
        var plane = config.Size * config.Size;
        var frames = new List<byte[]>();
        for (var f = first; f < config.Frames; f++)
        {
            var planes = raw.Slice(f * 3 * plane, 3 * plane);
            var rgb = new byte[3 * plane];
            for (var i = 0; i < plane; i++)
                for (var c = 0; c < 3; c++) rgb[(3 * i) + c] = (byte)((Math.Clamp(planes[(c * plane) + i], 0, 1) * 255) + .5f);
            frames.Add(rgb);
        }
        return frames;
    }

    public void Dispose()
    {
        decode.Dispose();
        encode.Dispose();
        foreach (var tensor in (OnnxTensor[])[latentsIn, framesOut, frameIn, latentOut]) tensor.Dispose();
    }
}
