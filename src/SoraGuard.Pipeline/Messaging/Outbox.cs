using System.Collections.Frozen;
using System.Text.Json;
using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Messages that leave with the transaction that caused them: added inside it, sent afterwards by <see cref="OutboxDispatcher"/>.
/// Sent at least once, under one message id, so that the inbox takes them in once.
/// </summary>
public sealed class Outbox : IDisposable
{
    private static readonly FrozenDictionary<string, Type> Types = new[]
    {
        typeof(ScreenPrompt), typeof(GenerateClip), typeof(InspectClip), typeof(MarkClip), typeof(SignClip), typeof(VerifyRelease),
        typeof(ClipReleased), typeof(ClipRefused), typeof(ClipHeld), typeof(ClipFailed),
    }.ToFrozenDictionary(t => t.Name);

    private readonly SemaphoreSlim bell = new(0);

    public static async Task AddAsync(NpgsqlTransaction transaction, object message, DateTimeOffset now) =>
        await transaction.Connection!.ExecuteAsync("insert into outbox (message_id, type, body, created_at) values (@Id, @Type, cast(@Body as jsonb), @Now)",
            new { Id = Guid.NewGuid(), Type = message.GetType().Name, Body = PipelineJson.Write(message), Now = now }, transaction).ConfigureAwait(false);

    /// <summary>Wakes this process's dispatcher; call it after the commit.</summary>
    public void Ring()
    {
        if (bell.CurrentCount == 0) bell.Release();
    }

    public void Dispose() => bell.Dispose();

    internal Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => bell.WaitAsync(longest, cancellation);

    /// <exception cref="UnreadableMessageException">A type or a shape this program does not know: another version wrote it.</exception>
    internal static object Read(string type, string body)
    {
        if (!Types.TryGetValue(type, out var known)) throw new UnreadableMessageException($"This program knows no message of type '{type}'.", null);
        try
        {
            return JsonSerializer.Deserialize(body, known, PipelineJson.Options) ?? throw new UnreadableMessageException($"The {type} is null.", null);
        }
        catch (JsonException e)
        {
            throw new UnreadableMessageException($"The {type} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>A message in the outbox that this program cannot read.</summary>
internal sealed class UnreadableMessageException(string message, Exception? inner) : Exception(message, inner);
