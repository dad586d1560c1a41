using Akka.Actor;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Network.Tests.Storage;

/// <summary>
/// Clients of one voter, each with a name of its own: a client enters, stores some values one after the other, leaves and begins
/// again, as fast as it is answered. What it is told it writes down at once, on the thread of the voter: so a voter that says
/// something before it has stored it is caught however short the time between is.
/// </summary>
internal sealed class StoringClient : MinimalActorRef
{
    private const int ValuesOfEntry = 3;

    private readonly IActorRef _voter;
    private readonly SessionId _session;
    private readonly int _number;
    private readonly Acknowledged.View[] _names;
    private readonly Dictionary<long, int> _requests = [];
    private readonly Action _told;
    private long _lastRequest;

    /// <summary>The clients of the voter with this number.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="voter">The voter.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="names">What was told of each name.</param>
    /// <param name="told">Called after each value that was stored.</param>
    public StoringClient(ActorSystem system, IActorRef voter, int number, Acknowledged.View[] names, Action told)
    {
        (_voter, _number, _names, _told) = (voter, number, names, told);
        _session = new SessionId(Random.Shared.NextInt64(1, long.MaxValue));
        Provider = ((ExtendedActorSystem)system).Provider;
        Path = Provider.TempPath();
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; }

    /// <inheritdoc/>
    public override IActorRefProvider Provider { get; }

    /// <summary>Begins.</summary>
    public void Begin() => _voter.Tell(new Beat(_session, 1, 1), this);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case Heard: AskForAll(); break;
            case Grant m: On(m); break;
            case Stored m: On(m); break;
            case Over m when _requests.Remove(m.Number, out var name): Ask(name); break;
        }
    }

    private void AskForAll()
    {
        for (var name = 0; name < _names.Length; name++)
            Ask(name);
    }

    private void Ask(int name)
    {
        var request = ++_lastRequest;
        _requests[request] = name;
        _voter.Tell(new Request(
            _session, request, Acknowledged.NameOf(name), VoteMode.Exclusive, new Ticket(request, _session)), this);
    }

    // Whoever has the vote may be inside with one more than the floor, also in an earlier life of the voter.
    private void On(Grant message)
    {
        var (place, token) = (_requests[message.Number], message.Floor + 1);
        var name = _names[place];
        if (message.Floor < name.Floor)
            Fail(place, $"the floor {message.Floor} after {name.Floor}");
        if (message.Stored.Stamp < name.Stamp)
            Fail(place, $"the value at {message.Stored.Stamp} after {name.Stamp}");
        if (message.Stored is { Value: { } value } && !value.Equals(Acknowledged.ValueOf(_number, place, message.Stored.Stamp)))
            Fail(place, $"another value at {message.Stored.Stamp}");
        if (token <= name.Stamp.Token)
            Fail(place, $"the token {token} after {name.Stamp.Token}");
        name.Floor = message.Floor;
        Store(place, new ValueStamp(token, 1), message.Number, message.Epoch, message.Vote);
    }

    private void On(Stored message)
    {
        var (place, stamp) = (_requests[message.Number], message.Stamp);
        _names[place].Stamp = stamp;
        _told();
        if (stamp.Count < ValuesOfEntry)
            Store(place, stamp with { Count = stamp.Count + 1 }, message.Number, message.Epoch, message.Vote);
        else
            _voter.Tell(new Release(_session, message.Number, Acknowledged.NameOf(place), stamp.Token), this);
    }

    private void Store(int place, ValueStamp stamp, long request, Epoch epoch, long vote)
    {
        var value = new StampedValue(stamp, Acknowledged.ValueOf(_number, place, stamp));
        _voter.Tell(new Store(_session, request, epoch, vote, Acknowledged.NameOf(place), value), this);
    }

    private void Fail(int name, string what)
    {
        Console.Out.WriteLine($"wrong: voter {_number} tells of {Acknowledged.NameOf(name)} {what}");
        Environment.Exit(1);
    }
}
