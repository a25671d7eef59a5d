using System.Globalization;
using System.Text.Json;
using SoraGuard.Policy.Documents;

namespace SoraGuard.Policy.Json;

/// <summary>Verdicts as JSON. Keys and lists are in a fixed order, so that equal verdicts are equal bytes.</summary>
public static class VerdictJson
{
    /// <summary>The output line of <c>screen --jsonl</c>: id, decision, categories, rules (ids), policy, micros.</summary>
    public static void WriteLine(Utf8JsonWriter writer, string id, Verdict verdict, long micros)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verdict);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("decision", EnumText.Of(verdict.Decision));
        WriteCategories(writer, verdict);
        writer.WriteStartArray("rules");
        foreach (var rule in verdict.Rules)
            writer.WriteStringValue(rule.RuleId);
        writer.WriteEndArray();
        writer.WriteString("policy", verdict.PolicyDigest);
        writer.WriteNumber("micros", micros);
        writer.WriteEndObject();
    }

    /// <summary>The output line for a request that is not accepted: refused, with the error beside the usual keys.</summary>
    public static void WriteRefusal(Utf8JsonWriter writer, string? id, PolicyRequestException error, string policyDigest)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(error);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("decision", EnumText.Of(Decision.Block));
        writer.WriteStartObject("categories");
        writer.WriteEndObject();
        writer.WriteStartArray("rules");
        writer.WriteEndArray();
        writer.WriteString("policy", policyDigest);
        writer.WriteNumber("micros", 0);
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Everything a verdict says: each rule with version, action, category, reason, spans and window.</summary>
    public static void Write(Utf8JsonWriter writer, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verdict);
        writer.WriteStartObject();
        writer.WriteString("decision", EnumText.Of(verdict.Decision));
        WriteCategories(writer, verdict);
        writer.WriteStartArray("rules");
        foreach (var rule in verdict.Rules)
            WriteRule(writer, rule);
        writer.WriteEndArray();
        writer.WriteString("policy", verdict.PolicyDigest);
        writer.WriteString("tier", verdict.Tier);
        writer.WriteEndObject();
    }

    /// <summary><see cref="Write"/> as UTF-8 bytes.</summary>
    public static byte[] ToUtf8Bytes(Verdict verdict)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, verdict);
        return buffer.ToArray();
    }

    private static void WriteCategories(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteStartObject("categories");
        foreach (var (category, score) in verdict.Categories)
            writer.WriteNumber(category, score);
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleHit rule)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.RuleId);
        writer.WriteNumber("version", rule.Version);
        writer.WriteString("action", EnumText.Of(rule.Action));
        writer.WriteString("category", rule.Category);
        writer.WriteString("reason", rule.Reason);
        writer.WriteStartArray("spans");
        foreach (var span in rule.Spans)
        {
            writer.WriteStartObject();
            writer.WriteNumber("start", span.Start);
            writer.WriteNumber("length", span.Length);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (rule.Window is { } window)
            WriteWindow(writer, window);
        writer.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter writer, ElectionWindow window)
    {
        writer.WriteStartObject("window");
        writer.WriteString("calendar", window.Calendar);
        writer.WriteString("jurisdiction", window.Jurisdiction);
        writer.WriteString("election", window.Election);
        writer.WriteString("kind", EnumText.Of(window.Kind));
        writer.WriteString("from", window.From.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteString("through", window.Through.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteBoolean("stale", window.Stale);
        writer.WriteEndObject();
    }
}
