using Akka.Actor;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// The memory that a client found last. Its actor has another number each time the server starts: by this a client sees that the
/// server was restarted. It is kept when the client's own node is replaced. Safe for all threads.
/// </summary>
internal sealed class KnownServer
{
    private readonly Lock _gate = new();
    private long? _number;
    private int _restarts;

    /// <summary>How often another memory than before was found at the same place.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>The memory was found.</summary>
    /// <returns>Whether it is another one than before.</returns>
    public bool IsAnother(ActorPath memory)
    {
        lock (_gate)
        {
            var isAnother = _number is { } number && number != memory.Uid;
            _number = memory.Uid;
            if (isAnother)
                _restarts++;
            return isAnother;
        }
    }
}
