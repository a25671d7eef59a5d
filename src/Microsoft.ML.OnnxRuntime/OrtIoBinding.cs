using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// Inputs and outputs bound to a session. A CPU input that a device needs is copied once, when it is bound. Bound values stay alive until they
/// are replaced or cleared, even when their owner disposes them.
/// </summary>
public unsafe class OrtIoBinding : SafeHandle
{
    private readonly NativeHandle _session;
    private readonly Dictionary<string, NativeHandle> _inputs = [];
    private readonly Dictionary<string, NativeHandle> _outputs = [];

    internal OrtIoBinding(InferenceSession session)
        : base(0, ownsHandle: true)
    {
        using var native = new Lease(session.Handle, session);
        nint binding;
        Status.Check(OrtLibrary.Api->CreateIoBinding(native.Pointer, &binding));
        SetHandle(binding);
        var added = false;
        session.Handle.DangerousAddRef(ref added);
        _session = session.Handle;
    }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="OnnxRuntimeException">The model has no such input.</exception>
    public void BindInput(string name, OrtValue ortValue) => Bind(name, ortValue, OrtLibrary.Api->BindInput, _inputs);

    /// <exception cref="OnnxRuntimeException">The model has no such output.</exception>
    public void BindOutput(string name, OrtValue ortValue) => Bind(name, ortValue, OrtLibrary.Api->BindOutput, _outputs);

    /// <summary>Lets the library allocate the output in <paramref name="memInfo"/> at each run.</summary>
    /// <exception cref="OnnxRuntimeException">The model has no such output, or the session no such memory.</exception>
    public void BindOutputToDevice(string name, OrtMemoryInfo memInfo)
    {
        using var binding = new Lease(this);
        using var info = new Lease(memInfo);
        fixed (byte* utf8 = Utf8.Terminated(name))
            Status.Check(OrtLibrary.Api->BindOutputToDevice(binding.Pointer, utf8, info.Pointer));
        if (_outputs.Remove(name, out var replaced))
            replaced.DangerousRelease();
    }

    /// <summary>Waits until the inputs are on their devices.</summary>
    public void SynchronizeBoundInputs()
    {
        using var binding = new Lease(this);
        Status.Check(OrtLibrary.Api->SynchronizeBoundInputs(binding.Pointer));
    }

    /// <summary>Waits until the outputs are back from their devices.</summary>
    public void SynchronizeBoundOutputs()
    {
        using var binding = new Lease(this);
        Status.Check(OrtLibrary.Api->SynchronizeBoundOutputs(binding.Pointer));
    }

    /// <summary>The bound outputs' names, in the order of binding.</summary>
    public string[] GetOutputNames()
    {
        using var binding = new Lease(this);
        byte* text;
        nuint* lengths;
        nuint count;
        Status.Check(OrtLibrary.Api->GetBoundOutputNames(binding.Pointer, DefaultAllocator.Pointer, &text, &lengths, &count));
        var names = new string[count];
        // One text without terminators, cut by the lengths.
        var at = 0;
        for (var i = 0; i < names.Length; at += (int)lengths[i++])
            names[i] = System.Text.Encoding.UTF8.GetString(text + at, (int)lengths[i]);
        if (text != null)
            DefaultAllocator.Free(text);
        if (lengths != null)
            DefaultAllocator.Free(lengths);
        return names;
    }

    /// <summary>The bound outputs after a run, in the order of binding; they belong to the caller.</summary>
    public IDisposableReadOnlyCollection<OrtValue> GetOutputValues()
    {
        using var binding = new Lease(this);
        var names = GetOutputNames();
        nint* values;
        nuint count;
        Status.Check(OrtLibrary.Api->GetBoundOutputValues(binding.Pointer, DefaultAllocator.Pointer, &values, &count));
        var results = new DisposableList<OrtValue>((int)count);
        for (var i = 0; i < (int)count; i++)
        {
            // Another handle to the same buffer, which a bound value keeps in place or the session's device does.
            var keeper = _outputs.GetValueOrDefault(names[i], _session);
            results.Add(new OrtValue(new NativeHandle(values[i], OrtLibrary.Api->ReleaseValue, parent: keeper)));
        }
        if (values != null)
            DefaultAllocator.Free(values);
        return results;
    }

    public void ClearBoundInputs()
    {
        using var binding = new Lease(this);
        OrtLibrary.Api->ClearBoundInputs(binding.Pointer);
        ReleaseAll(_inputs);
    }

    public void ClearBoundOutputs()
    {
        using var binding = new Lease(this);
        OrtLibrary.Api->ClearBoundOutputs(binding.Pointer);
        ReleaseAll(_outputs);
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseIoBinding(handle);
        ReleaseAll(_inputs);
        ReleaseAll(_outputs);
        _session?.DangerousRelease();
        return true;
    }

    private static void ReleaseAll(Dictionary<string, NativeHandle> bound)
    {
        foreach (var value in bound.Values)
            value.DangerousRelease();
        bound.Clear();
    }

    private void Bind(string name, OrtValue value, delegate* unmanaged<nint, byte*, nint, nint> entry, Dictionary<string, NativeHandle> bound)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var binding = new Lease(this);
        using var native = new Lease(value.Handle, value);
        fixed (byte* utf8 = Utf8.Terminated(name))
            Status.Check(entry(binding.Pointer, utf8, native.Pointer));
        var added = false;
        value.Handle.DangerousAddRef(ref added);
        if (bound.Remove(name, out var replaced))
            replaced.DangerousRelease();
        bound[name] = value.Handle;
    }
}
