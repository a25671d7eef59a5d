namespace SoraGuard.C2pa.Cbor;

/// <summary>The kinds of CBOR data item that C2PA structures use (RFC 8949 §3).</summary>
public enum CborKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,
    Bytes,
    Array,
    Map,
}
