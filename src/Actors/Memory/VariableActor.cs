using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Shell;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// One variable: an actor that runs a <see cref="Variable"/>. Commands that may not enter yet are kept in two stashes, one for
/// readers and one for writers, so that the cost of letting in a writer does not depend on the other waiting commands. Its
/// supervisor must stop it when it fails: after a restart its value and the holders of its lock would be lost.
/// </summary>
internal sealed class VariableActor : ReceiveActor, IWithUnboundedStash, IWithTimers, IHost, IStepObserver
{
    // A batch is a client of its own, with one command at a time.
    private const long OfBatch = 0;

    private static readonly ProcessId Process = new(1);

    private readonly string _name;
    private readonly Variable _machine;
    private readonly Driver _driver;

    // A client is an actor, or a batch of the raw port; it keeps its number as long as the machine watches it.
    private readonly ClientNumbers<object, object> _clients = new(Process.Value);
    private readonly IStash _writers;
    private readonly IStash _interrupted; // batches that continue after all commands that were let in
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Read _readOfBatch;
    private readonly ClaimTimes _times = new();
    private readonly TimeProvider _clock; // for people
    private readonly long _start;
    private readonly HashSet<IActorRef> _watches = []; // those that are to be told of the next change
    private long _watchedVersion; // what all of these know

    // What became of the current command of a batch; neither of the two if it was withdrawn.
    private bool _isKept;
    private bool _isAnswered;

    /// <summary>A variable of that name with the value 0; see <see cref="Props"/>.</summary>
    public VariableActor(string name, MemorySettings settings, ClaimBudget? budget)
    {
        (_name, _clock, _start) = (name, settings.Clock, settings.Clock.GetTimestamp());
        _readOfBatch = new Read(OfBatch, name);
        _machine = new Variable(settings.LimitsOfVariable(budget));
        _driver = new Driver(Process, _machine, new Outbox(), this, this);
        (_writers, _interrupted) = (Context.CreateStash(this), Context.CreateStash(this));
        Receive<CommandBatch>(On);
        Receive<IVariableCommand>(On);
        Receive<CommandBatch.Withdraw>(On);
        Receive<Terminated>(On);
        Receive<TimerDue>(On);
        Receive<LocalMemoryProtocol.Look>(_ => Sender.Tell(View()));
        Receive<GetValue>(_ => Sender.Tell(Named()));
        Receive<TellChange>(_ => OnTellChange());
        Receive<StopTelling>(_ => _watches.Remove(Sender));
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>The stash of the waiting readers.</summary>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of a variable.</summary>
    /// <param name="name">The name.</param>
    /// <param name="settings">The limits of each variable.</param>
    /// <param name="budget">The limit of all variables of the memory together; null for none.</param>
    public static Props Props(string name, MemorySettings settings, ClaimBudget? budget = null) =>
        Akka.Actor.Props.Create(() => new VariableActor(name, settings, budget));

    /// <inheritdoc/>
    protected override void PreStart() => Take(Input.Start);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _machine.End();
        // To the dead letters, which are logged.
        Stash.UnstashAll();
        _writers.UnstashAll();
        _interrupted.UnstashAll();
    }

    /// <inheritdoc/>
    void IStepObserver.Observe(in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is ClaimNote note)
                On(note);
            else if (effect.Message is Refused refused && _log.IsDebugEnabled)
                _log.Debug("{0}: command {1} of {2} is refused: {3}", _name, refused.Id, _clients[effect.To], refused.Reason);
        }
    }

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        foreach (ref readonly var send in sends)
        {
            if (_clients[send.To] is CommandBatch batch)
                Answer(batch, send.Message!);
            else
                ((IActorRef)_clients[send.To]!).Tell(send.Message!, Self);
        }
    }

    /// <inheritdoc/>
    void IHost.Tell(IOutput output) =>
        throw new NotSupportedException($"A variable must answer its clients by messages alone, told [{output}].");

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after)
    {
        _times.Set(timer, Now + after);
        Timers.StartSingleTimer(timer, new TimerDue(timer), after);
    }

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer)
    {
        _times.Cancel(timer);
        Timers.Cancel(timer);
    }

    /// <inheritdoc/>
    void IHost.Store(IRecord record) =>
        throw new NotSupportedException($"A variable must store nothing, stored [{record}]: its actor has no storage.");

    /// <inheritdoc/>
    void IHost.Watch(ProcessId process)
    {
        _clients.Keep(process);
        // A batch is no actor: its connection says when it is gone.
        if (_clients[process] is IActorRef client)
            Context.Watch(client);
    }

    /// <inheritdoc/>
    void IHost.Unwatch(ProcessId process)
    {
        if (_clients[process] is IActorRef client)
            Context.Unwatch(client);
        _clients.Dismiss(process);
    }

    /// <inheritdoc/>
    void IHost.Keep(int queue, in Input message)
    {
        StashOf(queue).Stash();
        _isKept = true;
    }

    /// <inheritdoc/>
    void IHost.LetIn(int queue, int count)
    {
        // Messages from a stash come before everything else in the mailbox.
        var stash = StashOf(queue);
        if (count == 1)
            stash.Unstash();
        else if (count == stash.Count)
            stash.UnstashAll();
        else
            throw new NotSupportedException($"What is let in must be one command or all {stash.Count} kept, was [{count}].");
    }

    /// <inheritdoc/>
    void IHost.Compact(int queue, IReadOnlyList<bool> stays)
    {
        var stash = StashOf(queue);
        stash.Prepend([.. stash.ClearStash().Where((_, index) => stays[index])]);
    }

    private void On(IVariableCommand command)
    {
        Take(Input.Of(_clients.Admit(Sender, Sender), command));
        GoOnWithInterrupted();
    }

    private void On(CommandBatch batch)
    {
        CarryOut(batch);
        GoOnWithInterrupted();
    }

    private void On(CommandBatch.Withdraw command)
    {
        var batch = command.Batch;
        if (_clients.Find(batch) is not { } number)
            return; // it has been sent back
        _clients.Dismiss(number);
        Take(Input.Gone(number));
        batch.Refuse("withdrawn");
        Sender.Tell(batch, Self);
    }

    private void On(Terminated message)
    {
        if (_clients.Find(message.ActorRef) is not { } number)
            return; // it has no claims here any more
        _clients.Dismiss(number);
        Take(Input.Gone(number));
    }

    private void On(TimerDue due)
    {
        _times.Cancel(due.Timer);
        Take(Input.Of(due.Timer));
    }

    private void On(ClaimNote note)
    {
        _times.On(note, Now);
        if (note.Event is ClaimEvent.Expired or ClaimEvent.Dropped)
            _log.Info("{0}: the {1} of {2} {3}", _name, note.Access, _clients[note.Claim.Process], Why(note.Event));
    }

    private VariableView View() => new(
        _name,
        _machine.Content,
        _times.Describe(Now, process => NameOf(_clients[process]), _machine.LeaseOf));

    private NamedValue Named() => new(
        _name, _machine.Value, _machine.IsNeverWritten, _machine.Content is { IsInt32: false } other ? other : null);

    // Its commands are messages of one client, one after another. If a command must wait, the batch is kept and continues there.
    private void CarryOut(CommandBatch batch)
    {
        do
        {
            (_isKept, _isAnswered) = (false, false);
            Take(Input.Of(_clients.Admit(batch, batch), NextOf(batch)));
            if (!_isAnswered)
                return; // it is kept, or it was withdrawn and sent back
            if (_machine.IsReturning && !batch.IsDone)
            {
                _interrupted.Stash();
                return;
            }
        }
        while (!batch.IsDone);
        Sender.Tell(batch, Self);
    }

    // If the batch was withdrawn while it was kept, the command that comes again has no meaning.
    private IVariableCommand NextOf(CommandBatch batch) =>
        !batch.IsDone && batch.NextIsWrite ? new Write(OfBatch, _name, new Value(batch.NextValue)) : _readOfBatch;

    private void Answer(CommandBatch batch, IMessage answer)
    {
        _isAnswered = true;
        switch (answer)
        {
            case Current current: batch.Read(current.Value.Number); break;
            case Written: batch.Written(); break;
            case Refused refused: batch.Refuse(refused.Reason.ToString()); break;
        }
    }

    private void GoOnWithInterrupted()
    {
        if (_interrupted.Count > 0 && !_machine.IsReturning)
            _interrupted.UnstashAll();
    }

    private void Take(in Input input)
    {
        // A variable does not use the time: its leases are timers.
        _driver.Take(input, TimeSpan.Zero);
        _clients.EndStep();
        if (_watches.Count > 0 && _machine.Version != _watchedVersion)
            TellChanged();
    }

    private void OnTellChange()
    {
        _watches.Add(Sender);
        _watchedVersion = _machine.Version;
        Sender.Tell(new WatchedVariable(_name, _machine.Content, _machine.Version));
    }

    private void TellChanged()
    {
        foreach (var watch in _watches)
            watch.Tell(new Changed(_name), Self);
        _watches.Clear();
    }

    private static string NameOf(object? client) => client switch
    {
        IActorRef { Path.Address: { Host: { } host, Port: { } port } } =>
            string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"),
        IActorRef => "this process",
        _ => $"{client}",
    };

    private IStash StashOf(int queue) => queue == (int)LockMode.Read ? Stash : _writers;

    private static string Why(ClaimEvent what) => what == ClaimEvent.Expired ? "has expired" : "is dropped: its client is gone";

    /// <summary>From the memory, for a list. Answered by a <see cref="NamedValue"/> at once, whoever holds the lock.</summary>
    internal sealed record GetValue
    {
        public static GetValue Instance { get; } = new();
    }

    /// <summary>
    /// From a watch: answered by a <see cref="WatchedVariable"/> at once, whoever holds the lock, and by <see cref="Changed"/>
    /// after the next change, once.
    /// </summary>
    internal sealed record TellChange
    {
        public static TellChange Instance { get; } = new();
    }

    /// <summary>From a watch that ends.</summary>
    internal sealed record StopTelling
    {
        public static StopTelling Instance { get; } = new();
    }

    /// <summary>To a watch: the variable has changed since it was asked.</summary>
    internal sealed record Changed(string Name);

    private sealed record TimerDue(TimerId Timer);
}
