using Akka.Actor;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>The watches that the memory has.</summary>
internal sealed class MemoryWatches
{
    private readonly Dictionary<(long Client, long Number), CoveringWatch> _watches = [];
    private readonly WatchIndex<CoveringWatch> _index = new();
    private readonly List<CoveringWatch> _found = [];

    /// <summary>How many there are.</summary>
    public int Count => _watches.Count;

    /// <summary>The actor of a watch; null if it is not there.</summary>
    public IActorRef? Find(Watch command) => _watches.GetValueOrDefault(KeyOf(command))?.Actor;

    /// <summary>A watch begins.</summary>
    public void Add(Watch command, IActorRef actor)
    {
        var watch = new CoveringWatch(command, actor);
        _watches.Add(KeyOf(command), watch);
        _index.Add(watch);
    }

    /// <summary>A watch has ended; another one may have begun under its name.</summary>
    public void Remove(Watch command, IActorRef actor)
    {
        if (_watches.GetValueOrDefault(KeyOf(command)) is not { } watch || !watch.Actor.Equals(actor))
            return;
        _watches.Remove(KeyOf(command));
        _index.Remove(watch);
    }

    /// <summary>The watches that cover a variable are told something.</summary>
    public void Tell(string name, object message)
    {
        _index.Find(name, _found);
        foreach (var watch in _found)
            watch.Actor.Tell(message, ActorRefs.NoSender);
        _found.Clear();
    }

    /// <summary>Whether the name of a watch keeps the rule.</summary>
    public static bool IsValid(Watch command) => VariableName.IsValid(command.Name) || command is { IsPrefix: true, Name: "" };

    private static (long Client, long Number) KeyOf(Watch command) => (command.Client.Value, command.Number);

    private sealed record CoveringWatch(Watch Command, IActorRef Actor) : IWatch, IComparable<CoveringWatch>
    {
        public string Name => Command.Name;

        public bool IsPrefix => Command.IsPrefix;

        public int CompareTo(CoveringWatch? other) => KeyOf(Command).CompareTo(KeyOf(other!.Command));
    }
}
