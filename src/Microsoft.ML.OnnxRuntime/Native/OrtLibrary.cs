using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>The loaded native library: its function table and its exported functions. Loaded at first use, kept to the end of the process.</summary>
internal static unsafe class OrtLibrary
{
    private static readonly Lock Gate = new();
    private static nint _library;
    private static OrtApi* _api;
    private static string _version;

    /// <exception cref="DllNotFoundException">No usable library; the message says what was tried and what installs it.</exception>
    public static OrtApi* Api
    {
        get
        {
            if (_api == null)
                Load();
            return _api;
        }
    }

    public static string Version
    {
        get
        {
            _ = Api;
            return _version;
        }
    }

    /// <exception cref="EntryPointNotFoundException">This build of the library has no such provider.</exception>
    public static nint Export(string name)
    {
        _ = Api;
        return NativeLibrary.GetExport(_library, name);
    }

    private static void Load()
    {
        lock (Gate)
        {
            if (_api != null)
                return;
            var library = LibrarySearch.ForThisProcess().Load();
            // OrtApiBase: { const OrtApi* GetApi(uint32_t version); const char* GetVersionString(); }
            var getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
            var apiBase = getBase();
            _version = Utf8.Read(((delegate* unmanaged<byte*>)apiBase[1])());
            var table = ((delegate* unmanaged<uint, nint>)apiBase[0])(OrtApi.Version);
            if (table == 0)
                throw new DllNotFoundException(
                    $"The ONNX Runtime library found is {_version}; version 1.{OrtApi.Version} or later is needed. Run eng/onnxruntime/install to get it.");
            _library = library;
            // The fence keeps another thread from seeing the table before what it needs.
            Thread.MemoryBarrier();
            _api = (OrtApi*)table;
        }
    }
}
