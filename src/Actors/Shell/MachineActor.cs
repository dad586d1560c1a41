using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using static Coterie.Actors.Shell.ShellProtocol;

namespace Coterie.Actors.Shell;

/// <summary>
/// One process: an actor that runs the machine of a protocol. It hands each input to the machine, lets the observer see the step,
/// and carries out the effects. It makes no decisions of its own, but refuses messages from outside the group. Its supervisor
/// must stop it when it fails: after a restart it would not know to whom it had consented.
/// </summary>
public sealed class MachineActor : ReceiveActor, IWithUnboundedStash, IWithTimers, IHost
{
    private readonly ProcessId _self;
    private readonly MachineOptions _options;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Outbox _outbox = new();
    private readonly long _start;
    private IReadOnlyList<IActorRef> _processes = [];
    private Driver _driver = null!;
    private MessageStash? _kept;
    private IActorRef _client = ActorRefs.Nobody;
    private IActorRef? _asker; // the sender of the current command
    private bool _isRefused;

    /// <summary>Process <paramref name="self"/>; see <see cref="Props"/>.</summary>
    public MachineActor(ProcessId self, MachineOptions options)
    {
        (_self, _options) = (self, options);
        _start = options.Clock?.GetTimestamp() ?? 0;
        Receive<Membership>(Join);
        ReceiveAny(_ => Stash.Stash());
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // Zero without a clock: such a machine does not use the time.
    private TimeSpan Now => _options.Clock?.GetElapsedTime(_start) ?? TimeSpan.Zero;

    /// <summary>The props of process <paramref name="self"/>, which first waits for its <see cref="Membership"/>.</summary>
    public static Props Props(ProcessId self, MachineOptions options) =>
        Akka.Actor.Props.Create(() => new MachineActor(self, options));

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        foreach (ref readonly var send in sends)
            _processes[send.To.Value - 1].Tell(send.Message!, Self);
    }

    /// <inheritdoc/>
    void IHost.Tell(IOutput output)
    {
        if (output is IRefusal)
        {
            _isRefused = true;
            _log.Debug("{0} refused a command: {1}", Self.Path.Name, output);
        }
        (_asker ?? _client).Tell(output, Self);
    }

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after) => Timers.StartSingleTimer(timer, new TimerDue(timer), after);

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => Timers.Cancel(timer);

    /// <inheritdoc/>
    void IHost.Store(IRecord record) =>
        throw new NotSupportedException(
            $"A machine in this shell must store nothing, stored [{record}]: the shell has no storage.");

    /// <inheritdoc/>
    void IHost.Watch(ProcessId process) => Context.WatchWith(_processes[process.Value - 1], new ProcessGone(process));

    /// <inheritdoc/>
    void IHost.Unwatch(ProcessId process) => Context.Unwatch(_processes[process.Value - 1]);

    /// <inheritdoc/>
    void IHost.Keep(int queue, in Input message) => (_kept ??= new MessageStash()).Keep(queue, message);

    /// <inheritdoc/>
    void IHost.LetIn(int queue, int count) => _kept!.LetIn(queue, count);

    /// <inheritdoc/>
    void IHost.Compact(int queue, IReadOnlyList<bool> stays) => _kept!.Compact(queue, stays);

    private void Join(Membership membership)
    {
        _processes = membership.Processes;
        _driver = new Driver(_self, _options.Create(_self, _processes.Count), _outbox, _options.Observer, this);
        Become(Member);
        Take(Input.Start);
        _log.Debug("{0} takes part, one of {1} processes", Self.Path.Name, _processes.Count);
        Stash.UnstashAll();
    }

    private void Member()
    {
        Receive<IMessage>(On);
        Receive<ICommand>(On);
        Receive<TimerDue>(due => Take(Input.Of(due.Timer)));
        Receive<ProcessGone>(gone => Take(Input.Gone(gone.Process)));
        Receive<Ping>(_ => Sender.Tell(Pong.Instance));
        Receive<Membership>(_ => _log.Warning("A second membership of {0} was refused: it has one already.", Self.Path.Name));
    }

    private void On(IMessage message)
    {
        var from = message.Fits(_processes.Count) ? SenderOf(message) : default;
        if (from != default)
            Take(Input.Of(from, message));
        else
            RefusalLog.Of(Context.System).Refused(
                $"A {message.Kind} to {Self.Path.Name} was refused: it is not from a process of the group.");
    }

    // If a message names its sender, only that process is compared; otherwise every process may be the sender.
    private ProcessId SenderOf(IMessage message)
    {
        if (message is ISignedMessage signed)
        {
            var from = signed.From;
            return from.IsOneOf(_processes.Count) && _processes[from.Value - 1].Equals(Sender) ? from : default;
        }
        for (var i = 0; i < _processes.Count; i++)
        {
            if (_processes[i].Equals(Sender))
                return new ProcessId(i + 1);
        }
        return default;
    }

    private void On(ICommand command)
    {
        (_asker, _isRefused) = (Sender, false);
        Take(Input.Of(command));
        if (!_isRefused)
            _client = Sender;
        _asker = null;
    }

    private void Take(in Input input)
    {
        _driver.Take(input, Now);
        while (_kept is not null && _kept.TryReturn(out var returned))
            _driver.Take(returned, Now);
    }

    private sealed record TimerDue(TimerId Timer);

    private sealed record ProcessGone(ProcessId Process);
}
