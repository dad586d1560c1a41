using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Replaying;

/// <summary>
/// Goes through a trace step by step: after each event it says what state the process is in, and by which rule of its protocol it
/// did what it did. It knows only what the trace shows, so it works for an excerpt, too: a process then begins outside.
/// </summary>
internal sealed class RunReplay
{
    private readonly PerProcess<ProcessReplay> _processes;
    private readonly Rulebook? _book;
    private readonly Dictionary<(ProcessId Sender, int Number), long> _clocks = [];

    /// <summary>The replay of a run, before its first event.</summary>
    public RunReplay(TraceHeader header)
    {
        var words = ProcessNames.WordsOf(header);
        var protocol = ProtocolCatalogue.Find(header.Algorithm, header.Bug, header.Workload)?.For(header.Processes);
        _book = words?.Rulebook;
        _processes = new PerProcess<ProcessReplay>(
            header.Processes,
            process => new ProcessReplay(process, words, IsServer(process), protocol?.Recollection ?? Recollection.Everything));

        bool IsServer(ProcessId process) =>
            protocol is not null && protocol.Client(new ClientSetup(process, header.Processes, Requests: 1)) is null;
    }

    /// <summary>The state of a process.</summary>
    public ProcessState this[ProcessId process] => _processes[process].State;

    /// <summary>Takes the next event.</summary>
    public ReplayedStep Take(TraceEvent happened)
    {
        if (happened.Process is not { } process)
            return new ReplayedStep(happened, null, null);
        var replay = _processes[process];
        var before = CaseOf(happened, replay);
        replay.Take(happened, Heard(happened));
        if (_book?.Clocked == ClockedMessages.All && happened.Sends.Count > 0)
            _clocks[(process, happened.Number)] = replay.Clock;
        var known = happened.Kind == TraceEventKind.Enter ? before : before with { Missing = replay.Missing };
        var isTold = replay.IsKnown && !IsFault(happened.Kind);
        return new ReplayedStep(happened, replay.State, isTold ? _book?.ReasonOf(known) : null);
    }

    private long Heard(TraceEvent happened) =>
        happened is { Kind: TraceEventKind.Receive, From: { } from, SentBy: { } number }
            ? _clocks.GetValueOrDefault((from, number))
            : 0;

    private static RuleCase CaseOf(TraceEvent happened, ProcessReplay replay) =>
        new(happened.Process!.Value, replay.Standing, [.. happened.Sends.Select(send => (send.To, send.Message))])
        {
            Deed = TraceDeeds.Of(happened.Kind),
            Received = happened.Kind == TraceEventKind.Receive ? happened.Message : null,
            From = happened.From,
            Theirs = happened.Request,
            Own = replay.Request,
            IsSentAgain = happened.Kind == TraceEventKind.Resend,
            WasAnswered = replay.HasAnswered(happened.Request),
            IsLate = replay.IsLate(happened),
            Clock = replay.Clock,
            Missing = replay.Missing,
        };

    private static bool IsFault(TraceEventKind kind) => kind is TraceEventKind.Drop or TraceEventKind.Duplicate
        or TraceEventKind.Crash or TraceEventKind.Restart or TraceEventKind.Pause or TraceEventKind.Resume or TraceEventKind.Jump;
}
