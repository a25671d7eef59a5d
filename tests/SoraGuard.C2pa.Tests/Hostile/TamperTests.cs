using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>No change of a signed file passes, outside 'ftyp', which C2PA leaves out of every hash (C2PA 2.2 §18.6.2).</summary>
public class TamperTests
{
    private static readonly byte[] Signed = Development.Sign(TestMp4.MoovFirst(mediaBytes: 64));

    [Fact]
    public void Validate_Untouched_IsTrusted() => Assert.Equal(ValidationState.Trusted, Development.Validate(Signed).State);

    [Fact]
    public void Validate_AnyByteDamagedInOneBit_IsNotValid() => Assert.Empty(AcceptedPlaces(i => (byte)(1 << i % 8)));

    [Trait("Category", "Integration")]
    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Validate_AnyByteFlipped_IsNotValid(byte mask) => Assert.Empty(AcceptedPlaces(_ => mask));

    [Fact]
    public void Validate_FileTypeHeaderFlipped_IsNotValid()
    {
        for (var i = 0; i < 8; i++)
        {
            var tampered = (byte[])Signed.Clone();
            tampered[i] ^= 0x04;
            Assert.False(IsAccepted(tampered), $"byte {i}");
        }
    }

    [Fact]
    public void Validate_CutAnywhere_IsNotValid()
    {
        for (var length = 0; length < Signed.Length; length++)
            Assert.False(IsAccepted(Signed[..length]), $"cut to {length} bytes");
    }

    [Fact]
    public void Validate_CutAtEveryBoxBoundary_IsNotValid()
    {
        using var stream = new MemoryStream(Signed);
        var boundaries = BmffReader.Read(stream).All().SelectMany(b => new[] { b.Offset, b.PayloadOffset, b.End }).Where(o => o < Signed.Length).Distinct();

        Assert.All(boundaries, boundary => Assert.False(IsAccepted(Signed[..(int)boundary])));
    }

    [Fact]
    public void Validate_BytesAppended_IsNotValid()
    {
        foreach (var appended in new byte[][] { [0], new byte[7], Boxes.Box("free"), Boxes.Box("mdat", [1, 2, 3]), Boxes.Box("uuid", new byte[16]),
            TestMp4.Ftyp, Boxes.Box("ftyp"), [0, 0, 0, 0, 0, 0, 0, 0] })
            Assert.False(IsAccepted([.. Signed, .. appended]), Convert.ToHexString(appended));
    }

    [Fact]
    public void Validate_BoxesSwapped_IsNotValid()
    {
        using var stream = new MemoryStream(Signed);
        var boxes = BmffReader.Read(stream).Boxes;
        var parts = boxes.Select(b => Signed[(int)b.Offset..(int)b.End]).ToList();
        for (var i = 1; i < parts.Count; i++)
        {
            var swapped = parts.ToList();
            (swapped[i], swapped[(i + 1) % parts.Count]) = (swapped[(i + 1) % parts.Count], swapped[i]);
            Assert.False(IsAccepted([.. swapped.SelectMany(p => p)]), $"boxes {i} and {(i + 1) % parts.Count}");
        }
    }

    [Fact]
    public void Validate_SecondStore_CountsAsNone()
    {
        using var stream = new MemoryStream(Signed);
        var store = BmffReader.Read(stream).Boxes.Single(b => b.UserType == BoxTypes.C2pa);

        var result = Development.Validate([.. Signed, .. Signed[(int)store.Offset..(int)store.End]]);

        Assert.Equal(ValidationState.None, result.State);
        Assert.Equal(StatusCodes.GeneralError, Assert.Single(result.Codes).Code);
    }

    [Fact]
    public void Validate_StoreOfAnotherFile_IsNotValid()
    {
        var other = Development.Sign(TestMp4.MoovFirst(mediaBytes: 60));
        using var stream = new MemoryStream(Signed);
        var store = BmffReader.Read(stream).Boxes.Single(b => b.UserType == BoxTypes.C2pa);
        var transplanted = (byte[])other.Clone();
        Signed.AsSpan((int)store.Offset, (int)store.Size).CopyTo(transplanted.AsSpan((int)store.Offset));

        var result = Development.Validate(transplanted);

        Assert.Equal(ValidationState.Invalid, result.State);
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], result.Failures.Select(f => f.Code));
    }

    /// <summary>Offsets where a change goes unnoticed.</summary>
    private static List<int> AcceptedPlaces(Func<int, byte> mask)
    {
        var accepted = new List<int>();
        for (var i = TestMp4.Ftyp.Length; i < Signed.Length; i++)
        {
            var tampered = (byte[])Signed.Clone();
            tampered[i] ^= mask(i);
            if (IsAccepted(tampered))
                accepted.Add(i);
        }
        return accepted;
    }

    private static bool IsAccepted(byte[] file)
    {
        try
        {
            return Development.Validate(file).State is not (ValidationState.None or ValidationState.Invalid);
        }
        catch (C2paFormatException)
        {
            return false;
        }
    }
}
