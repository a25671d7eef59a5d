using System.Text.Json;

namespace SoraGuard.Policy.Json;

/// <summary>One input line of <c>screen --jsonl</c>: <c>{"id", "prompt", "region"?, "at"?, "tier"?}</c>.</summary>
public sealed record ScreeningLine
{
    /// <summary>Longest line in UTF-16 units: a prompt at its limit with every unit escaped, and room for the rest.</summary>
    public const int MaxLength = (6 * PolicySignals.MaxPromptLength) + 4096;

    /// <summary>As given; a number is kept as its text.</summary>
    public required string Id { get; init; }

    public required string Prompt { get; init; }

    public string? Region { get; init; }

    public PolicyTime? At { get; init; }

    public string? Tier { get; init; }

    /// <summary>Reads one line. Keys of other names are ignored.</summary>
    /// <exception cref="PolicyRequestException">The line is no such object (<c>invalid_line</c>) or its time is none (<c>invalid_time</c>).</exception>
    public static ScreeningLine Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Length > MaxLength)
            throw new PolicyRequestException("invalid_line", $"The line has {line.Length:N0} characters; at most {MaxLength:N0} are accepted");
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what a lone surrogate ("\ud800") in a string gives.
            throw new PolicyRequestException("invalid_line", $"The line is no JSON object with \"id\" and \"prompt\": {exception.Message}");
        }
    }

    /// <summary>The signals of the line; a region or tier that it does not name is taken from the arguments.</summary>
    public PolicySignals ToSignals(string? region = null, string tier = PolicySignals.DefaultTier) =>
        new() { Prompt = Prompt, Region = Region ?? region, Tier = Tier ?? tier };

    private static ScreeningLine Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new PolicyRequestException("invalid_line", "The line is no JSON object");
        if (!root.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            throw new PolicyRequestException("invalid_line", "The line has no \"id\"");
        return new ScreeningLine
        {
            Id = id.ValueKind == JsonValueKind.Number ? id.GetRawText() : id.GetString() ?? "",
            Prompt = TextOf(root, "prompt") ?? throw new PolicyRequestException("invalid_line", "The line has no \"prompt\""),
            Region = TextOf(root, "region"),
            At = TextOf(root, "at") is { } at ? PolicyTime.Parse(at) : null,
            Tier = TextOf(root, "tier"),
        };
    }

    private static string? TextOf(JsonElement root, string key)
    {
        if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new PolicyRequestException("invalid_line", $"\"{key}\" must be a string");
    }
}
