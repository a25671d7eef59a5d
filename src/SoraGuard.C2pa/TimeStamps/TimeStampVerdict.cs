namespace SoraGuard.C2pa.TimeStamps;

/// <summary>What a time-stamp is worth.</summary>
/// <param name="Code">timeStamp.validated, or the reason why it does not count.</param>
/// <param name="Explanation">A sentence for a person.</param>
/// <param name="Time">When what it stamps existed; null where it does not count.</param>
internal sealed record TimeStampVerdict(string Code, string Explanation, DateTimeOffset? Time = null);
