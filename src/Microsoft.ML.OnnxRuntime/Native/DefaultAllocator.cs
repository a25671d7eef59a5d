namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>The library's default CPU allocator: owned by the library, never released.</summary>
internal static unsafe class DefaultAllocator
{
    public static nint Pointer
    {
        get
        {
            nint allocator;
            Status.Check(OrtLibrary.Api->GetAllocatorWithDefaultOptions(&allocator));
            return allocator;
        }
    }

    public static void Free(void* memory) => Status.Check(OrtLibrary.Api->AllocatorFree(Pointer, memory));
}
