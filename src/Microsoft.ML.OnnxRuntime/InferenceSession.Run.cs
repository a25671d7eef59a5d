using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <content>Running the model.</content>
public unsafe partial class InferenceSession
{
    /// <summary>Runs the model; the outputs are allocated by the library and belong to the caller.</summary>
    /// <exception cref="OnnxRuntimeException">An unknown name, a wrong type or shape, a missing input, or a run stopped by <see cref="RunOptions.Terminate"/>.</exception>
    /// <exception cref="ArgumentException">As many values as names are needed.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions, IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputValues, IReadOnlyCollection<string> outputNames)
    {
        ArgumentNullException.ThrowIfNull(runOptions);
        ArgumentNullException.ThrowIfNull(outputNames);
        using var inputs = ListOf(inputNames, inputValues, refuseDisposed: false);
        var outputs = new nint[outputNames.Count];
        Run(runOptions, inputNames, inputs.Pointers, outputNames, outputs);
        var results = new DisposableList<OrtValue>(outputs.Length);
        foreach (var output in outputs)
            results.Add(new OrtValue(new NativeHandle(output, OrtLibrary.Api->ReleaseValue)));
        return results;
    }

    /// <inheritdoc cref="Run(RunOptions, IReadOnlyCollection{string}, IReadOnlyCollection{OrtValue}, IReadOnlyCollection{string})"/>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputNames)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Run(runOptions, [.. inputs.Keys], [.. inputs.Values], outputNames);
    }

    /// <summary>Runs the model into tensors of the caller's.</summary>
    /// <param name="runOptions">May be null.</param>
    /// <param name="inputNames">As <see cref="InputNames"/>, in any order.</param>
    /// <param name="inputValues">In the order of their names.</param>
    /// <param name="outputNames">The outputs wanted.</param>
    /// <param name="outputValues">In the order of their names, with the output's type and shape.</param>
    /// <inheritdoc cref="Run(RunOptions, IReadOnlyCollection{string}, IReadOnlyCollection{OrtValue}, IReadOnlyCollection{string})"/>
    public void Run(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames,
        IReadOnlyCollection<OrtValue> outputValues)
    {
        using var inputs = ListOf(inputNames, inputValues, refuseDisposed: false);
        using var outputs = ListOf(outputNames, outputValues, refuseDisposed: true);
        var pointers = ArrayPool<nint>.Shared.Rent(outputs.Pointers.Length);
        try
        {
            outputs.Pointers.CopyTo(pointers);
            Run(runOptions, inputNames, inputs.Pointers, outputNames, pointers.AsSpan(0, outputs.Pointers.Length));
        }
        finally
        {
            ArrayPool<nint>.Shared.Return(pointers);
        }
    }

    /// <summary>Inputs and outputs that stay in place over many runs. One binding serves one run at a time.</summary>
    public OrtIoBinding CreateIoBinding() => new(this);

    /// <exception cref="OnnxRuntimeException">No output is bound, or the run failed.</exception>
    public void RunWithBinding(RunOptions runOptions, OrtIoBinding ioBinding)
    {
        using var session = new Lease(Handle, this);
        using var options = new Lease(runOptions);
        using var binding = new Lease(ioBinding);
        Status.Check(OrtLibrary.Api->RunWithBinding(session.Pointer, options.Pointer, binding.Pointer));
    }

    private static ValueList ListOf(IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values, bool refuseDisposed)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        return names.Count == values.Count
            ? new ValueList(values, refuseDisposed)
            : throw new ArgumentException($"{names.Count} names, but {values.Count} values.", nameof(values));
    }

    private void Run(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        ReadOnlySpan<nint> inputs,
        IReadOnlyCollection<string> outputNames,
        Span<nint> outputs)
    {
        using var session = new Lease(Handle, this);
        using var options = runOptions is null ? default : new Lease(runOptions);
        var names = ArrayPool<nint>.Shared.Rent(inputs.Length + outputs.Length);
        try
        {
            Translate(inputNames, _inputUtf8, "Input", names.AsSpan(0, inputs.Length));
            Translate(outputNames, _outputUtf8, "Output", names.AsSpan(inputs.Length, outputs.Length));
            fixed (nint* name = names, input = inputs, output = outputs)
            {
                Status.Check(OrtLibrary.Api->Run(
                    session.Pointer, options.Pointer, name, input, (nuint)inputs.Length, name + inputs.Length, (nuint)outputs.Length, output));
            }
        }
        finally
        {
            ArrayPool<nint>.Shared.Return(names);
            GC.KeepAlive(this);
        }
    }

    private static void Translate(IReadOnlyCollection<string> names, Dictionary<string, byte[]> known, string kind, Span<nint> pointers)
    {
        var at = 0;
        foreach (var name in names)
        {
            if (!known.TryGetValue(name, out var utf8))
                throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"{kind} name: '{name}' is not in the metadata");
            pointers[at++] = Marshal.UnsafeAddrOfPinnedArrayElement(utf8, 0);
        }
    }
}
