namespace SoraGuard.Inference.Sessions;

/// <summary>
/// Tensors against what a model says of itself. The library finds a missing input only in the first node that needs it, and a wrong shape only
/// after the run has begun.
/// </summary>
internal static class TensorCheck
{
    public static void EachFits(IReadOnlyList<TensorSpec> specs, IReadOnlyList<OnnxTensor> tensors, string parameter)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            ArgumentNullException.ThrowIfNull(tensor, parameter);
            var spec = specs.FirstOrDefault(spec => spec.Name == tensor.Name)
                ?? throw new ArgumentException($"The model has no '{tensor.Name}' among its {parameter}: {string.Join("; ", specs)}.", parameter);
            if (!spec.Accepts(tensor))
                throw new ArgumentException($"{tensor} does not fit the model, which wants {spec}.", parameter);
            if (tensors.Take(i).Any(earlier => earlier.Name == tensor.Name))
                throw new ArgumentException($"'{tensor.Name}' is given twice.", parameter);
        }
    }

    public static void AllPresent(IReadOnlyList<TensorSpec> specs, IReadOnlyList<OnnxTensor> tensors, string parameter)
    {
        var missing = specs.Where(spec => !tensors.Any(tensor => tensor?.Name == spec.Name)).ToList();
        if (missing.Count > 0)
            throw new ArgumentException($"Not given: {string.Join("; ", missing)}.", parameter);
    }

    public static void AtLeastOne(IReadOnlyList<OnnxTensor> tensors, string parameter)
    {
        if (tensors.Count == 0)
            throw new ArgumentException($"None of the model's {parameter} is asked for.", parameter);
    }
}
