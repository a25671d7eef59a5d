using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>Which broker carries the messages: RabbitMQ at an address, or none (in memory, one process).</summary>
public sealed record Transport
{
    /// <summary><c>amqp://user:password@host:port/vhost</c>; null keeps messages in memory. Setting <c>SORAGUARD__RABBITMQ</c>.</summary>
    public Uri? RabbitMq { get; init; }

    /// <summary>
    /// Where commands of a stage are sent. On RabbitMQ the exchange, never <c>queue:</c>: a sender must not declare a queue whose arguments
    /// are the receiver's business.
    /// </summary>
    public Uri AddressOf(Stage stage) => new((RabbitMq is null ? "queue:" : "exchange:") + StageCommand.QueueOf(stage));

    /// <exception cref="FormatException">Not an amqp or amqps address.</exception>
    public static Transport Parse(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return new();
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("amqp" or "amqps")
            ? new() { RabbitMq = uri }
            : throw new FormatException($"SORAGUARD__RABBITMQ is '{address}': expected amqp://user:password@host:5672/vhost.");
    }
}
