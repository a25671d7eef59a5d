namespace SoraGuard.C2pa.Cbor;

/// <summary>The kinds of CBOR data item that C2PA structures use (RFC 8949 §3).</summary>
public enum CborKind
{
    /// <summary>null or undefined.</summary>
    Null,
    /// <summary>true or false.</summary>
    Boolean,
    /// <summary>One that fits 64 bits with a sign.</summary>
    Integer,
    /// <summary>Of any precision.</summary>
    Float,
    /// <summary>UTF-8 text.</summary>
    Text,
    /// <summary>A byte string.</summary>
    Bytes,
    /// <summary>Values in order.</summary>
    Array,
    /// <summary>Values by keys, each key once.</summary>
    Map,
}
