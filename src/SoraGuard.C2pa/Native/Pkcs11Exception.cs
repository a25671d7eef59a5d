namespace SoraGuard.C2pa.Native;

/// <summary>A PKCS#11 module or token that is not there or does not do what it is asked. The message never holds a PIN.</summary>
public sealed class Pkcs11Exception(string message) : Exception(message);
