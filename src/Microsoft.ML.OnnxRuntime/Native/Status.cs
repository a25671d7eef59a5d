namespace Microsoft.ML.OnnxRuntime.Native;

internal static unsafe class Status
{
    /// <summary>Releases a returned <c>OrtStatus*</c>, and throws what it says when it is not null.</summary>
    public static void Check(nint status)
    {
        if (status == 0)
            return;
        var api = OrtLibrary.Api;
        try
        {
            throw new OnnxRuntimeException((ErrorCode)api->GetErrorCode(status), Utf8.Read(api->GetErrorMessage(status)));
        }
        finally
        {
            api->ReleaseStatus(status);
        }
    }
}
