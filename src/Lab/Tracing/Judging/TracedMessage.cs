using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>What a trace keeps of a message, for the judge of runs.</summary>
internal sealed record TracedMessage(ProcessId From, string Name, Timestamp? Concerning) : MutexProtocol.IWireMessage;
