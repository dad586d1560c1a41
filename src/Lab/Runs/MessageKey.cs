using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Identifies a message when a receipt is matched with a sending: everything that a trace keeps of a message. Messages with the
/// same key are assumed to arrive in the order in which they were sent.
/// </summary>
internal readonly record struct MessageKey(ProcessId From, ProcessId To, string Kind, Timestamp? About)
{
    public static MessageKey Of(ProcessId from, ProcessId to, IMessage message) =>
        new(from, to, message.Kind, message.About(from, to));
}
