namespace SoraGuard.Media.Watermark;

/// <summary>What a decode attempt gave: the id, whether its code is the key's, and the share of raw coded bits that differ from that id's.</summary>
internal readonly record struct DecodedMark(WatermarkId Id, bool Authentic, double RawBitErrorRate);

/// <summary>
/// Reads the payload once the picture's place is known. The sync waves tell how much of the mark each part of the spectrum still holds,
/// and each carrier counts by that.
/// </summary>
internal static class MarkDecoder
{
    /// <summary>Rings to both sides that share an estimate: one ring alone holds too few sync waves.</summary>
    private const int SmoothedRings = 4;

    private const double LowestGain = 0.05;
    private const double HighestGain = 0.95;

    public static DecodedMark Decode(MarkSpectrum spectrum, WatermarkKey key, double x, double y)
    {
        var weights = RingWeights(spectrum, key.Layout, x, y);
        var soft = new float[MarkPayload.CodedLength];
        for (var i = 0; i < key.Layout.Carriers.Length; i++)
        {
            var carrier = key.Layout.Carriers[i];
            if (!carrier.IsSync)
                soft[carrier.Bit] += weights[carrier.Ring] * spectrum.InPhase(i, x, y);
        }

        var (id, authentic) = MarkPayload.Decode(soft, key);
        var sent = MarkPayload.Encode(id, key);
        var errors = 0;
        for (var i = 0; i < soft.Length; i++)
            if (soft[i] < 0 != (sent[i] == 1))
                errors++;
        return new DecodedMark(id, authentic, (double)errors / soft.Length);
    }

    // The spectrum has unit power, so a ring with gain g has noise 1 - g²: the log-likelihood ratio of a carrier is 2g/(1 - g²)
    // times its in-phase part.
    private static float[] RingWeights(MarkSpectrum spectrum, MarkLayout layout, double x, double y)
    {
        var sum = new double[MarkLayout.HighestFrequency + 1];
        var count = new int[sum.Length];
        for (var i = 0; i < layout.Carriers.Length; i++)
        {
            if (!layout.Carriers[i].IsSync)
                continue;
            sum[layout.Carriers[i].Ring] += spectrum.InPhase(i, x, y) / MarkLayout.SyncAmplitude;
            count[layout.Carriers[i].Ring]++;
        }

        var weights = new float[sum.Length];
        for (var ring = MarkLayout.LowestFrequency; ring < weights.Length; ring++)
        {
            var (from, to) = (Math.Max(ring - SmoothedRings, 0), Math.Min(ring + SmoothedRings + 1, sum.Length));
            var gain = Math.Clamp(sum[from..to].Sum() / count[from..to].Sum(), LowestGain, HighestGain);
            weights[ring] = (float)(2 * gain / (1 - gain * gain));
        }

        return weights;
    }
}
