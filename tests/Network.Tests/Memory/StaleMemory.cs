using Akka.Actor;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Network.Tests.Memory;

/// <summary>
/// Answers like the shared memory, but reads from a copy that it brings up to date only with every so many writes.
/// </summary>
internal sealed class StaleMemory : ReceiveActor
{
    private readonly Dictionary<string, Value> _values = [];
    private Dictionary<string, Value> _copy = [];
    private int _writes;

    public StaleMemory(int writesPerCopy)
    {
        Receive<Read>(m => Sender.Tell(new Current(m.Id, _copy.GetValueOrDefault(m.Name))));
        Receive<Write>(m =>
        {
            _values[m.Name] = m.Value;
            if (++_writes % writesPerCopy == 0)
                _copy = new Dictionary<string, Value>(_values);
            Sender.Tell(new Written(m.Id));
        });
    }
}
