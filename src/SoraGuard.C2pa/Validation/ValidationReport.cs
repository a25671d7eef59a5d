using System.Text;
using System.Text.Json;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// A result as one line of JSON: <c>{"file", "state", "codes": [{"code", "uri", "ok", "explanation"}], "activeManifest",
/// "claimGenerator", "digitalSourceTypes", "ingredients", "issuer", "time"}</c>. <c>ok</c> is false for failures only; informational
/// statuses are no failures.
/// </summary>
public static class ValidationReport
{
    /// <summary>The report as text.</summary>
    public static string ToJson(string file, ValidationResult result)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, file, result);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The same for a file that cannot be read: <c>state</c> is null, and the only code is general.error.</summary>
    public static string UnreadableToJson(string file, string reason)
    {
        var status = new ValidationStatus(StatusCodes.GeneralError, "", StatusKind.Failure, reason);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, file, new ValidationResult { State = ValidationState.None, Codes = [status], Summary = reason }, state: null);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Writes the report as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, string file, ValidationResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        Write(writer, file, result, result.State.ToString());
    }

    private static void Write(Utf8JsonWriter writer, string file, ValidationResult result, string? state)
    {
        writer.WriteStartObject();
        writer.WriteString("file", file);
        writer.WriteString("state", state);
        writer.WriteStartArray("codes");
        foreach (var status in result.Codes)
            Write(writer, status);
        writer.WriteEndArray();
        writer.WriteString("activeManifest", result.ActiveManifest);
        writer.WriteString("claimGenerator", result.ClaimGenerator);
        WriteSourceTypes(writer, result.DigitalSourceTypes);
        writer.WriteStartArray("ingredients");
        foreach (var ingredient in result.Ingredients)
            Write(writer, ingredient);
        writer.WriteEndArray();
        writer.WriteString("issuer", result.Issuer);
        if (result.SigningTime is { } time)
            writer.WriteString("time", time);
        else
            writer.WriteNull("time");
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ValidationStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("code", status.Code);
        writer.WriteString("uri", status.Uri);
        writer.WriteBoolean("ok", status.Kind != StatusKind.Failure);
        writer.WriteString("explanation", status.Explanation);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IngredientSummary ingredient)
    {
        writer.WriteStartObject();
        writer.WriteString("relationship", ingredient.Relationship);
        writer.WriteString("title", ingredient.Title);
        writer.WriteString("format", ingredient.Format);
        writer.WriteString("activeManifest", ingredient.ActiveManifest);
        writer.WriteBoolean("ok", ingredient.IsIntactAndTrusted);
        WriteSourceTypes(writer, ingredient.DigitalSourceTypes);
        writer.WriteEndObject();
    }

    private static void WriteSourceTypes(Utf8JsonWriter writer, IReadOnlyList<string> types)
    {
        writer.WriteStartArray("digitalSourceTypes");
        foreach (var type in types)
            writer.WriteStringValue(type);
        writer.WriteEndArray();
    }
}
