using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// Watches the actors of other nodes in the place of the actors of this one. Each other node that has a watched actor is asked for a
/// heartbeat at each interval; one whose answers stay out for too long is quarantined, and all who watched an actor there are told.
/// </summary>
/// <remarks>
/// <para>
/// Its own cell watches each actor once, however many others do: the Watch that travels names the remote-watcher, and the death that
/// comes back is passed on. A node whose uid has not been seen is told its watches again, as it may have started anew since.
/// </para>
/// <para>It holds all watches of its node, so it must not fail: a restart would lose them.</para>
/// </remarks>
internal sealed class RemoteWatcher : ReceiveActor, IWithTimers
{
    /// <summary>Its name below <c>/system</c>.</summary>
    public const string Name = "remote-watcher";

    private readonly Dictionary<Address, WatchedNode> _nodes = [];
    private readonly IFailureDetectorRegistry<Address> _detectors;
    private readonly Times _times;
    private readonly HeartbeatRsp _presence;
    private readonly Action<Address, int?> _quarantine;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <param name="detectors">Judge the nodes.</param>
    /// <param name="times">How often it asks and looks.</param>
    /// <param name="uid">Which incarnation of its address this node is.</param>
    /// <param name="quarantine">Ends all contact with a node that was given up; with its uid, where that is known.</param>
    public RemoteWatcher(IFailureDetectorRegistry<Address> detectors, Times times, int uid, Action<Address, int?> quarantine)
    {
        _detectors = detectors;
        _times = times;
        _presence = new HeartbeatRsp(uid);
        _quarantine = quarantine;
        Receive<Heartbeat>(_ => Sender.Tell(_presence));
        Receive<HeartbeatRsp>(OnAnswer);
        Receive<HeartbeatDue>(_ => AskAllNodes());
        Receive<FirstAnswerDue>(due => ExpectAnswersOf(due.Node));
        Receive<ReapDue>(_ => GiveUpSilentNodes());
        Receive<WatchRemote>(watch => Add(watch.Watchee, watch.Watcher));
        Receive<UnwatchRemote>(unwatch => Remove(unwatch.Watchee, unwatch.Watcher));
        Receive<Terminated>(OnTerminated);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(HeartbeatDue), HeartbeatDue.Instance, _times.HeartbeatInterval);
        Timers.StartPeriodicTimer(nameof(ReapDue), ReapDue.Instance, _times.ReaperInterval);
    }

    private void Add(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        var address = watchee.Path.Address;
        if (!_nodes.TryGetValue(address, out var node)) _nodes[address] = node = new WatchedNode();
        if (node.Add(watchee, watcher)) Context.Watch(watchee);
    }

    private void Remove(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (!_nodes.TryGetValue(watchee.Path.Address, out var node)) return;
        if (node.Remove(watchee, watcher)) Context.Unwatch(watchee);
        ForgetIfEmpty(watchee.Path.Address, node);
    }

    private void OnTerminated(Terminated death)
    {
        var address = death.ActorRef.Path.Address;
        if (!_nodes.TryGetValue(address, out var node)) return;
        Tell(node.Remove((IInternalActorRef)death.ActorRef), death.ActorRef, death.ExistenceConfirmed, addressTerminated: false);
        ForgetIfEmpty(address, node);
    }

    private void AskAllNodes()
    {
        foreach (var address in _nodes.Keys)
        {
            Context.ActorSelection(new RootActorPath(address) / "system" / Name).Tell(Heartbeat.Instance, Self);
            if (!_detectors.IsMonitoring(address) && !Timers.IsTimerActive(address))
                Timers.StartSingleTimer(address, new FirstAnswerDue(address), _times.FirstAnswerAfter);
        }
    }

    // A node that has never answered has no heartbeats to be judged by: this stands for the first.
    private void ExpectAnswersOf(Address address)
    {
        if (_nodes.ContainsKey(address) && !_detectors.IsMonitoring(address)) _detectors.Heartbeat(address);
    }

    private void OnAnswer(HeartbeatRsp answer)
    {
        var address = Sender.Path.Address;
        if (!_nodes.TryGetValue(address, out var node)) return;
        if (node.HasAnswered(answer.AddressUid))
        {
            foreach (var watchee in node.Watchees) watchee.SendSystemMessage(new Watch(watchee, (IInternalActorRef)Self));
        }
        _detectors.Heartbeat(address);
    }

    private void GiveUpSilentNodes()
    {
        foreach (var address in _nodes.Keys.Where(address => !_detectors.IsAvailable(address)).ToArray())
        {
            var node = _nodes[address];
            _log.Warning("Node [{0}] must answer heartbeats, did not for too long: it is quarantined, and those who watch its actors are told that they are gone.", address);
            _quarantine(address, node.Uid);
            foreach (var watchee in node.Watchees.ToArray())
            {
                Context.Unwatch(watchee);
                Tell(node.Remove(watchee), watchee, existenceConfirmed: false, addressTerminated: true);
            }
            ForgetIfEmpty(address, node);
        }
    }

    private void ForgetIfEmpty(Address address, WatchedNode node)
    {
        if (!node.IsEmpty) return;
        _nodes.Remove(address);
        _detectors.Remove(address);
        Timers.Cancel(address);
    }

    private static void Tell(IEnumerable<IInternalActorRef> watchers, IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        foreach (var watcher in watchers) watcher.SendSystemMessage(new DeathWatchNotification(actor, existenceConfirmed, addressTerminated));
    }

    /// <summary>From a ref of another node: an actor of this one watches it.</summary>
    public sealed record WatchRemote(IInternalActorRef Watchee, IInternalActorRef Watcher);

    /// <summary>From a ref of another node: an actor of this one watches it no more.</summary>
    public sealed record UnwatchRemote(IInternalActorRef Watchee, IInternalActorRef Watcher);

    /// <param name="HeartbeatInterval">How often each watched node is asked for a heartbeat.</param>
    /// <param name="ReaperInterval">How often the nodes are judged.</param>
    /// <param name="FirstAnswerAfter">When the first answer of a node is expected.</param>
    public sealed record Times(TimeSpan HeartbeatInterval, TimeSpan ReaperInterval, TimeSpan FirstAnswerAfter);

    private sealed class HeartbeatDue
    {
        public static readonly HeartbeatDue Instance = new();
    }

    private sealed class ReapDue
    {
        public static readonly ReapDue Instance = new();
    }

    private sealed record FirstAnswerDue(Address Node);
}
