using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Shell;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Lab.Running.CounterProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Running;

/// <summary>
/// What a process does with its critical section: think, enter, read the counter, work, write the counter plus one, exit, and
/// again, until it is told to close. Then it thinks no more; if it waits it withdraws, and if it is inside it finishes.
/// </summary>
internal sealed class WorkerActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _process;
    private readonly IActorRef _counter;
    private readonly SimulationSettings _settings;
    private readonly Draws _draws;
    private bool _closing;
    private Timestamp _entry;
    private long _read;
    private object? _question;

    /// <summary>The client of one process.</summary>
    /// <param name="id">The process's number; its draws depend on it.</param>
    /// <param name="process">Its <see cref="MutexActor"/>.</param>
    /// <param name="counter">The <see cref="CounterActor"/>.</param>
    /// <param name="settings">How long to think and to hold.</param>
    public WorkerActor(ProcessId id, IActorRef process, IActorRef counter, SimulationSettings settings)
    {
        (_process, _counter, _settings) = (process, counter, settings);
        _draws = new Draws(settings.Seed, id.Value);
        Think();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one; see the constructor.</summary>
    public static Props Props(ProcessId id, IActorRef process, IActorRef counter, SimulationSettings settings) =>
        Akka.Actor.Props.Create(() => new WorkerActor(id, process, counter, settings));

    /// <inheritdoc/>
    protected override void PreStart() => After(_settings.Think, ThoughtDue.Instance);

    private void Think()
    {
        Receive<ThoughtDue>(_ =>
        {
            Become(Wait);
            _process.Tell(Enter.Instance);
        });
        Receive<Close>(_ => Finish());
    }

    private void Wait()
    {
        Receive<Entered>(m =>
        {
            _entry = m.Request;
            Become(Hold);
            Ask(new ReadCounter(_entry));
        });
        Receive<Close>(_ =>
        {
            _closing = true;
            _process.Tell(MutexProtocol.Withdraw.Instance);
        });
        Receive<Withdrawn>(_ => Finish());
    }

    private void Hold()
    {
        Receive<CounterValue>(OnValue, m => _question is ReadCounter && m.Entry == _entry);
        Receive<WorkDue>(_ => Ask(new WriteCounter(_entry, _read + 1)));
        Receive<CounterWritten>(_ => OnWritten(), m => _question is WriteCounter && m.Entry == _entry);
        Receive<RepeatDue>(_ => OnRepeatDue());
        Receive<Close>(_ => _closing = true);
    }

    // The counter may be on another machine, and a message may be lost on the way.
    private void Ask(object question)
    {
        _question = question;
        _counter.Tell(question);
        Timers.StartPeriodicTimer(RepeatDue.Instance, RepeatDue.Instance, _settings.Mutex.ResendInterval);
    }

    private void OnRepeatDue()
    {
        _log.Debug("The counter has not answered; it is asked again, for the entry {0}.", _entry);
        _counter.Tell(_question!);
    }

    private void Answered()
    {
        _question = null;
        Timers.Cancel(RepeatDue.Instance);
    }

    private void OnValue(CounterValue answer)
    {
        Answered();
        _read = answer.Value;
        // Who was let in after the end, before it could withdraw, does not stay.
        if (_closing)
            Self.Tell(WorkDue.Instance);
        else
            After(_settings.Hold, WorkDue.Instance);
    }

    private void OnWritten()
    {
        Answered();
        _process.Tell(MutexProtocol.Exit.Instance);
        if (_closing)
        {
            Finish();
            return;
        }
        Become(Think);
        After(_settings.Think, ThoughtDue.Instance);
    }

    private void Finish()
    {
        _log.Debug("Outside for good.");
        Timers.CancelAll();
        Become(() => { });
        Context.Parent.Tell(Closed.Instance);
    }

    private void After(DurationRange range, object message)
    {
        var delay = _draws.Next(range);
        if (delay > TimeSpan.Zero)
            Timers.StartSingleTimer(message.GetType(), message, delay);
        else
            Self.Tell(message);
    }

    /// <summary>Make no new request, and say <see cref="Closed"/> once outside.</summary>
    public sealed record Close
    {
        /// <summary>The one instance needed.</summary>
        public static Close Instance { get; } = new();
    }

    /// <summary>To the parent: outside for good.</summary>
    public sealed record Closed
    {
        /// <summary>The one instance needed.</summary>
        public static Closed Instance { get; } = new();
    }

    private sealed record ThoughtDue
    {
        public static ThoughtDue Instance { get; } = new();
    }

    private sealed record RepeatDue
    {
        public static RepeatDue Instance { get; } = new();
    }

    private sealed record WorkDue
    {
        public static WorkDue Instance { get; } = new();
    }
}
