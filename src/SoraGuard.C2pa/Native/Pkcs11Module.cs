using System.Runtime.InteropServices;
using System.Text;

namespace SoraGuard.C2pa.Native;

/// <summary>
/// The dozen functions of a PKCS#11 module (OASIS PKCS #11 2.40) that signing takes, called through its function list. CK_ULONG is
/// as wide as a pointer here, which holds everywhere but on Windows.
/// </summary>
internal sealed unsafe class Pkcs11Module
{
    private const nuint AlreadyInitialized = 0x191, AlreadyLoggedIn = 0x100;
    private const nuint OsLocking = 2, SerialSession = 4, User = 1;
    private const nuint ClassAttribute = 0, LabelAttribute = 3, PrivateKeyClass = 3;
    private const int TokenInfoBytes = 512, LabelBytes = 32, MaxSlots = 256;

    /// <summary>Places in CK_FUNCTION_LIST, after the version.</summary>
    private const int Initialize = 0, GetSlotList = 4, GetTokenInfo = 6, OpenSession = 12, CloseSession = 13, Login = 18,
        FindObjectsInit = 26, FindObjects = 27, FindObjectsFinal = 28, SignInit = 42, SignData = 43;

    private readonly nint* _functions;

    /// <exception cref="Pkcs11Exception">There is no such module, or it does not start.</exception>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public Pkcs11Module(string path)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("PKCS#11 modules are used on Linux and macOS.");
        if (!NativeLibrary.TryLoad(path, out var library) || !NativeLibrary.TryGetExport(library, "C_GetFunctionList", out var getFunctionList))
            throw new Pkcs11Exception($"{path} is no PKCS#11 module that can be loaded.");
        nint* list;
        Check("C_GetFunctionList", ((delegate* unmanaged<nint**, nuint>)getFunctionList)(&list));
        _functions = list + 1; // The version takes two bytes, and the pointers are aligned.
        // Never finalized: others in this process may use the module too.
        var arguments = stackalloc nuint[6];
        new Span<nuint>(arguments, 6).Clear();
        arguments[4] = OsLocking;
        var result = ((delegate* unmanaged<nuint*, nuint>)_functions[Initialize])(arguments);
        if (result != AlreadyInitialized)
            Check("C_Initialize", result);
    }

    /// <summary>Opens a session with the token of that label and logs in.</summary>
    /// <exception cref="Pkcs11Exception">There is not exactly one such token, or it refuses.</exception>
    public nuint Open(string tokenLabel, ReadOnlySpan<byte> pin)
    {
        var slots = Slots().Where(slot => TokenLabel(slot) == tokenLabel).ToList();
        if (slots.Count != 1)
            throw new Pkcs11Exception($"{slots.Count} tokens are labelled '{tokenLabel}'; exactly one must be.");
        nuint session;
        Check("C_OpenSession", ((delegate* unmanaged<nuint, nuint, nint, nint, nuint*, nuint>)_functions[OpenSession])(slots[0], SerialSession, 0, 0, &session));
        fixed (byte* bytes = pin)
        {
            var result = ((delegate* unmanaged<nuint, nuint, byte*, nuint, nuint>)_functions[Login])(session, User, bytes, (nuint)pin.Length);
            if (result is not 0 and not AlreadyLoggedIn)
            {
                Close(session);
                Check("C_Login", result);
            }
        }
        return session;
    }

    public void Close(nuint session) => ((delegate* unmanaged<nuint, nuint>)_functions[CloseSession])(session);

    /// <exception cref="Pkcs11Exception">There is not exactly one private key of that label.</exception>
    public nuint FindPrivateKey(nuint session, string label)
    {
        var labelBytes = Encoding.UTF8.GetBytes(label);
        var found = stackalloc nuint[2];
        nuint count, keyClass = PrivateKeyClass;
        fixed (byte* labelPointer = labelBytes)
        {
            var template = stackalloc nuint[6] { ClassAttribute, (nuint)(&keyClass), (nuint)sizeof(nuint), LabelAttribute, (nuint)labelPointer, (nuint)labelBytes.Length };
            Check("C_FindObjectsInit", ((delegate* unmanaged<nuint, nuint*, nuint, nuint>)_functions[FindObjectsInit])(session, template, 2));
        }
        var result = ((delegate* unmanaged<nuint, nuint*, nuint, nuint*, nuint>)_functions[FindObjects])(session, found, 2, &count);
        ((delegate* unmanaged<nuint, nuint>)_functions[FindObjectsFinal])(session);
        Check("C_FindObjects", result);
        return count == 1 ? found[0] : throw new Pkcs11Exception($"{(count == 0 ? "No" : "More than one")} private key is labelled '{label}'; exactly one must be.");
    }

    /// <param name="mechanism">Its number.</param>
    /// <param name="parameters">CK_ULONGs; empty for none.</param>
    /// <param name="signature">Filled whole.</param>
    /// <exception cref="Pkcs11Exception">The token does not sign, or not in that size.</exception>
    public void Sign(nuint session, nuint key, nuint mechanism, ReadOnlySpan<nuint> parameters, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        var length = (nuint)signature.Length;
        fixed (nuint* parameterPointer = parameters)
        fixed (byte* dataPointer = data)
        fixed (byte* signaturePointer = signature)
        {
            var description = stackalloc nuint[3] { mechanism, (nuint)parameterPointer, (nuint)(parameters.Length * sizeof(nuint)) };
            Check("C_SignInit", ((delegate* unmanaged<nuint, nuint*, nuint, nuint>)_functions[SignInit])(session, description, key));
            Check("C_Sign", ((delegate* unmanaged<nuint, byte*, nuint, byte*, nuint*, nuint>)_functions[SignData])(
                session, dataPointer, (nuint)data.Length, signaturePointer, &length));
        }
        if (length != (nuint)signature.Length)
            throw new Pkcs11Exception($"The token made a signature of {length} bytes instead of {signature.Length}.");
    }

    private nuint[] Slots()
    {
        var slots = new nuint[MaxSlots];
        var count = (nuint)slots.Length;
        fixed (nuint* pointer = slots)
            Check("C_GetSlotList", ((delegate* unmanaged<byte, nuint*, nuint*, nuint>)_functions[GetSlotList])(1, pointer, &count));
        return slots[..(int)count];
    }

    /// <summary>Padded with blanks (CK_TOKEN_INFO).</summary>
    private string TokenLabel(nuint slot)
    {
        var info = stackalloc byte[TokenInfoBytes];
        Check("C_GetTokenInfo", ((delegate* unmanaged<nuint, byte*, nuint>)_functions[GetTokenInfo])(slot, info));
        return Encoding.UTF8.GetString(info, LabelBytes).TrimEnd(' ');
    }

    private static void Check(string function, nuint result)
    {
        if (result != 0)
            throw new Pkcs11Exception($"{function} of the PKCS#11 module failed with 0x{result:x}{Meaning(result)}.");
    }

    private static string Meaning(nuint result) => result switch
    {
        0xA0 => " (the PIN is wrong)",
        0xA4 => " (the PIN is locked)",
        0x70 => " (the token does not know the mechanism)",
        0x30 => " (the token reports a device error)",
        0x63 => " (the key is of another kind)",
        _ => "",
    };
}
