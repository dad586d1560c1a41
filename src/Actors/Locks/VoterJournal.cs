using Akka.Actor;
using Coterie.Actors.Storage;
using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Locks;

/// <summary>
/// Stores the records of a durable voter, those of several steps in one transaction, and holds back what the voter sends until
/// all records before are stored.
/// </summary>
/// <param name="folder">Where they are stored; the journal closes it.</param>
/// <param name="voter">Who sends.</param>
internal sealed class VoterJournal(DataFolder folder, IActorRef voter) : IDisposable
{
    private const int MostRecords = 1_000;
    private const int MostHeld = 4_000;

    private readonly Dictionary<string, IRecord> _records = new(StringComparer.Ordinal); // the last one of each key
    private readonly List<(IActorRef Receiver, object Message)> _held = [];

    /// <summary>Whether there are records that are not stored.</summary>
    public bool IsOpen => _records.Count > 0;

    /// <summary>Whether it is time to store them, whoever else waits.</summary>
    public bool IsFull => _records.Count >= MostRecords || _held.Count >= MostHeld;

    /// <summary>A record of the present step.</summary>
    public void Add(IRecord record) => _records[record.Key] = record;

    /// <summary>A message that must wait for the records.</summary>
    public void Hold(IActorRef receiver, object message) => _held.Add((receiver, message));

    /// <summary>Stores the records, and sends what was held back.</summary>
    /// <exception cref="DataFolderException">They could not be stored. Nothing was sent, and nothing may be.</exception>
    public void Commit()
    {
        if (!IsOpen)
            return;
        folder.Write(_records.Values);
        _records.Clear();
        foreach (var (receiver, message) in _held)
            receiver.Tell(message, voter);
        _held.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
