using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Checking;

/// <summary>
/// What tells messages apart when a receipt is matched with a sending: all that a trace keeps of a message. Of messages with the same key, the one that was
/// sent first is taken to arrive first.
/// </summary>
internal readonly record struct MessageKey(ProcessId From, ProcessId To, string Name, Timestamp? Concerning)
{
    public static MessageKey Of(MutexProtocol.IWireMessage message, ProcessId to) => new(message.From, to, message.Name, message.Concerning);
}
