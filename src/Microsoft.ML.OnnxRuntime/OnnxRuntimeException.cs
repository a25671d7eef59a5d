namespace Microsoft.ML.OnnxRuntime;

/// <summary>An error reported by ONNX Runtime. The message begins with the kind of error: <c>[ErrorCode:InvalidArgument] ...</c>.</summary>
public class OnnxRuntimeException : Exception
{
    internal OnnxRuntimeException(ErrorCode errorCode, string message)
        : base($"[ErrorCode:{errorCode}] {message}")
    {
    }
}

// OrtErrorCode, with the vendor's managed names for 0 to 12 (11 and 12 mean EP_FAIL and MODEL_LOAD_CANCELED in the C API).
internal enum ErrorCode
{
    Ok = 0,
    Fail = 1,
    InvalidArgument = 2,
    NoSuchFile = 3,
    NoModel = 4,
    EngineError = 5,
    RuntimeException = 6,
    InvalidProtobuf = 7,
    ModelLoaded = 8,
    NotImplemented = 9,
    InvalidGraph = 10,
    ShapeInferenceNotRegistered = 11,
    RequirementNotRegistered = 12,
    ModelRequiresCompilation = 13,
    NotFound = 14,
    DeviceReset = 15,
}
