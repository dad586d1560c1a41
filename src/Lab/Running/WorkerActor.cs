using Akka.Actor;
using Akka.Event;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.CounterProtocol;

namespace Coterie.Lab.Running;

/// <summary>
/// The client of a process, as an actor. <see cref="IClient"/> says what to ask next; this actor draws how long to wait before.
/// If the protocol counts entries, it reads the shared counter when it enters, and writes it plus one before it leaves. When it
/// has to close, it makes no new request. If it waits, it withdraws; if it is inside, it finishes.
/// </summary>
internal sealed class WorkerActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _process;
    private readonly IActorRef _counter;
    private readonly SimulationSettings _settings;
    private readonly IClient? _client;
    private readonly Draws _draws;
    private bool _isClosing;
    private bool _isFinished;
    private bool _isPlanned;
    private Timestamp _entry;
    private bool _isCounted;
    private long _read;
    private object? _question;

    /// <summary>The client of one process.</summary>
    /// <param name="id">The process's number; its draws depend on it.</param>
    /// <param name="process">Its machine.</param>
    /// <param name="counter">The <see cref="CounterActor"/>.</param>
    /// <param name="settings">How long to think and to hold.</param>
    public WorkerActor(ProcessId id, IActorRef process, IActorRef counter, SimulationSettings settings)
    {
        (_process, _counter, _settings) = (process, counter, settings);
        _client = settings.Protocol.Client(new ClientSetup(id, settings.Processes, int.MaxValue));
        _draws = new Draws(settings.Seed, id.Value);
        Receive<IOutput>(On);
        Receive<CommandDue>(_ => OnCommandDue());
        Receive<CounterValue>(On, m => _question is ReadCounter && m.Entry == _entry);
        Receive<CounterWritten>(_ => OnWritten(), m => _question is WriteCounter && m.Entry == _entry);
        Receive<RepeatDue>(_ => Repeat(), _ => _question is not null);
        Receive<Close>(_ => OnClose());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one; see the constructor.</summary>
    public static Props Props(ProcessId id, IActorRef process, IActorRef counter, SimulationSettings settings) =>
        Akka.Actor.Props.Create(() => new WorkerActor(id, process, counter, settings));

    /// <inheritdoc/>
    protected override void PreStart() => PlanCommand();

    private void On(IOutput output)
    {
        if (_client is null)
            return;
        _client.On(output);
        if (output is { Deed: Deed.Entered, Request: { } request } && _settings.Protocol.CountsEntries)
        {
            (_entry, _isCounted) = (request, false);
            Ask(new ReadCounter(request));
        }
        else
        {
            PlanCommand();
        }
    }

    private void On(CounterValue answer)
    {
        Answered();
        _read = answer.Value;
        PlanCommand();
    }

    private void OnCommandDue()
    {
        _isPlanned = false;
        if (_client?.Next is not { } command)
            return;
        if (_client.Pace == Pace.Hold && _settings.Protocol.CountsEntries && !_isCounted)
            Ask(new WriteCounter(_entry, _read + 1));
        else
            Give(command);
    }

    private void OnWritten()
    {
        Answered();
        _isCounted = true;
        OnCommandDue();
    }

    private void Give(ICommand command)
    {
        _client!.Gave(command);
        _process.Tell(command);
        PlanCommand();
    }

    private void OnClose()
    {
        _isClosing = true;
        _client?.Close();
        if (_client?.Withdrawal is { } withdrawal)
        {
            _client.Gave(withdrawal);
            _process.Tell(withdrawal);
        }
        else if (_client is null or { Standing: not Standing.Inside })
        {
            Finish();
        }
    }

    // A process that enters after the end, before it could withdraw, leaves at once.
    private void PlanCommand()
    {
        if (_client is null || _client.IsDone)
        {
            if (_isClosing)
                Finish();
            return;
        }
        if (_isPlanned || _client.Next is null)
            return;
        _isPlanned = true;
        var delay = _client.Pace switch
        {
            Pace.Think => _draws.Next(_settings.Think),
            Pace.Hold when !_isClosing => _draws.Next(_settings.Hold),
            _ => TimeSpan.Zero,
        };
        if (delay > TimeSpan.Zero)
            Timers.StartSingleTimer(CommandDue.Instance, CommandDue.Instance, delay);
        else
            Self.Tell(CommandDue.Instance);
    }

    // The counter may be on another machine, and a message may be lost on the way.
    private void Ask(object question)
    {
        _question = question;
        _counter.Tell(question);
        Timers.StartPeriodicTimer(RepeatDue.Instance, RepeatDue.Instance, _settings.ResendInterval);
    }

    private void Repeat()
    {
        _log.Debug("The counter has not answered; it is asked again, for the entry {0}.", _entry);
        _counter.Tell(_question!);
    }

    private void Answered()
    {
        _question = null;
        Timers.Cancel(RepeatDue.Instance);
    }

    private void Finish()
    {
        if (_isFinished)
            return;
        _isFinished = true;
        _log.Debug("Outside for good.");
        Timers.CancelAll();
        Context.Parent.Tell(Closed.Instance);
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

    private sealed record CommandDue
    {
        public static CommandDue Instance { get; } = new();
    }

    private sealed record RepeatDue
    {
        public static RepeatDue Instance { get; } = new();
    }
}
