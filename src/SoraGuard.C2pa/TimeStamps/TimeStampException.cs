namespace SoraGuard.C2pa.TimeStamps;

/// <summary>A time-stamp authority that could not be asked, that refused, or whose answer does not hold.</summary>
public sealed class TimeStampException : Exception
{
    /// <summary>With what the authority did or said.</summary>
    public TimeStampException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
