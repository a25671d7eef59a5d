using System.Collections.Frozen;

namespace SoraGuard.C2pa.Bmff;

/// <summary>The box types this library acts on.</summary>
internal static class BoxTypes
{
    public const int UserTypeBytes = 16;

    public static readonly FourCc Ftyp = new("ftyp");
    public static readonly FourCc Moov = new("moov");
    public static readonly FourCc Moof = new("moof");
    public static readonly FourCc Mdat = new("mdat");
    public static readonly FourCc Meta = new("meta");
    public static readonly FourCc Udta = new("udta");
    public static readonly FourCc Uuid = new("uuid");
    public static readonly FourCc Sidx = new("sidx");
    public static readonly FourCc Stco = new("stco");
    public static readonly FourCc Co64 = new("co64");
    public static readonly FourCc Saio = new("saio");
    public static readonly FourCc Stbl = new("stbl");
    public static readonly FourCc Tfhd = new("tfhd");
    public static readonly FourCc Tfra = new("tfra");
    public static readonly FourCc Mfra = new("mfra");
    public static readonly FourCc Mfro = new("mfro");
    public static readonly FourCc Iloc = new("iloc");
    public static readonly FourCc Dref = new("dref");
    public static readonly FourCc Cmov = new("cmov");

    /// <summary>Usertype of every C2PA box (C2PA 2.2 §A.5.1).</summary>
    public static readonly Guid C2pa = new("d8fec3d6-1b0e-483c-9297-5828877ec481");

    /// <summary>Usertype of a box with XMP (XMP part 3 §1.2.2).</summary>
    public static readonly Guid Xmp = new("be7acfcb-97a9-42e8-9c71-999491e3afac");

    /// <summary>What the first box of an ISO base media or QuickTime file may be.</summary>
    public static readonly FrozenSet<FourCc> FileStart =
        new[] { "ftyp", "styp", "sidx", "moov", "moof", "mdat", "free", "skip", "wide", "pnot", "uuid" }.Select(t => new FourCc(t)).ToFrozenSet();

    /// <summary>Boxes that hold boxes and nothing before them.</summary>
    public static readonly FrozenSet<FourCc> Containers =
        new[] { "moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "udta", "mvex", "moof", "traf", "mfra", "iprp" }
            .Select(t => new FourCc(t)).ToFrozenSet();
}
