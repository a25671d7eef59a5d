namespace SoraGuard.C2pa.Bmff;

/// <summary>A part of a file that is not copied as it is: <see cref="Table"/> is moved, or <see cref="Bytes"/>, as many, stand instead.</summary>
internal readonly record struct Edit(BmffBox Box, long Position, long End)
{
    public OffsetTable? Table { get; private init; }

    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public static Edit Move(OffsetTable table) => new(table.Box, table.Position, table.End) { Table = table };

    public static Edit Replace(BmffBox box, long position, byte[] bytes) => new(box, position, position + bytes.Length) { Bytes = bytes };
}
