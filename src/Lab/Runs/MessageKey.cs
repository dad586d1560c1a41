using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// What tells messages apart when a receipt is matched with a sending: all that a trace keeps of a message. Of messages with the
/// same key, the one that was sent first is taken to arrive first.
/// </summary>
internal readonly record struct MessageKey(ProcessId From, ProcessId To, string Kind, Timestamp? About)
{
    public static MessageKey Of(ProcessId from, ProcessId to, IMessage message) =>
        new(from, to, message.Kind, message.About(from, to));
}
