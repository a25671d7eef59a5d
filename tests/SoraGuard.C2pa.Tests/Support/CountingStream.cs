namespace SoraGuard.C2pa.Tests.Support;

/// <summary>A file in memory that counts what is read of it.</summary>
internal sealed class CountingStream(byte[] content) : MemoryStream(content)
{
    public long BytesRead { get; private set; }

    /// <summary>The other ways to read come here too, since this is a derived class.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        BytesRead += read;
        return read;
    }
}
