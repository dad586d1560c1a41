using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>
/// Judges a run of a mutual exclusion algorithm: never two inside, every process that asks gets in, and whatever else the
/// algorithm promises. What the algorithm does not promise is not judged.
/// </summary>
internal sealed class MutexJudge : RunJudge
{
    private readonly MutexPromises _promises;
    private readonly MessageJudge _messages;
    private readonly OvertakingJudge? _overtaking;
    private readonly List<BlockedProcess> _blocked = [];
    private Timestamp _lastEntered;

    /// <summary>Judges a run of the processes 1 to <paramref name="processes"/>, none of which has taken a step.</summary>
    public MutexJudge(Protocol protocol, MutexPromises promises, int processes)
        : base(protocol, processes)
    {
        _promises = promises;
        _messages = new MessageJudge(processes, Book, promises, protocol.Words.Consent, Found);
        _overtaking = promises.MostOvertaking is { } most ? new OvertakingJudge(processes, most, Found) : null;
    }

    /// <inheritdoc/>
    protected override MessageCounts Messages => _messages.Counts;

    /// <inheritdoc/>
    protected override void BeginStep(in Step step)
    {
        _messages.BeginStep(step.Input.Kind);
        _overtaking?.BeginStep();
    }

    /// <inheritdoc/>
    protected override void OnReceived(ProcessId process, ProcessId from, IMessage message)
    {
        _messages.Received(process, from, message);
        _overtaking?.Received(from, message.About(from, process));
    }

    /// <inheritdoc/>
    protected override void OnSent(ProcessId from, ProcessId to, IMessage message)
    {
        _messages.Sent(from, to, message);
        _overtaking?.Sent(from);
    }

    /// <inheritdoc/>
    protected override void OnOutput(ProcessId process, ProcessBook book, IOutput output)
    {
        if (output is IRefusal)
            Found.Add(MutexProperties.Refusal, process, $"Process {process} refuses a command: {output}.");
        switch (output.Deed)
        {
            case Deed.Asked when !Silent.Contains(process): _messages.Close(process); break;
            case Deed.Entered: OnEntered(process, output.Request!.Value); break;
            case Deed.Left: OnLeft(process, book); break;
            case Deed.Withdrew: OnWithdrew(process, book); break;
        }
    }

    /// <inheritdoc/>
    protected override void AfterOutput(ProcessId process, ProcessBook book, IOutput output)
    {
        if (output.Deed == Deed.Asked)
            _messages.Asked(process);
        else if (output.Deed == Deed.Entered)
            _messages.Entered(process);
        if (!Silent.Contains(process) && output.Request is { } request)
            _overtaking?.On(output.Deed, request);
    }

    /// <inheritdoc/>
    protected override void OnEnd(List<ProcessId> present, List<ProcessId> inside, long? counter, bool isCut)
    {
        foreach (var id in present)
        {
            if (!inside.Contains(id))
                _messages.Close(id);
            if (!isCut)
                CheckProgress(Book(id), id);
        }
        var isExact = Lost.Count == 0 && Crashed.Count == 0 && !HasLostWork;
        if (isExact && counter is { } value && (value < Entries - inside.Count || value > Entries))
        {
            Found.Add(
                MutexProperties.Counter,
                null,
                $"The shared counter must equal the entries, {Entries}, was [{value}]: updates were lost.");
        }
    }

    /// <inheritdoc/>
    protected override RunSummary Complete(RunSummary summary) =>
        summary with
        {
            Blocked = [.. _blocked],
            Cost = _promises.Cost,
            NeedsEveryConsent = _promises.NeedsEveryReply,
            Tolerance = Protocol.BearsCrashes && summary.Crashed.Count > 0 ? "the others went on after the crash" : null,
            Figures = _overtaking is null ? [] : [_overtaking.Figure],
        };

    private void CheckProgress(ProcessBook book, ProcessId id)
    {
        if (book.Pending is { } request)
            Found.Add(
                MutexProperties.Progress,
                id,
                $"Process {id} is starved: its request {request} was neither granted nor withdrawn.");
        if (book.IsInside)
            Found.Add(MutexProperties.Progress, id, $"Process {id} never left the critical section.");
    }

    private void OnLeft(ProcessId process, ProcessBook book)
    {
        if (!Silent.Contains(process) && !book.IsInside)
            Found.Add(MutexProperties.Exclusion, process, $"Process {process} left the critical section without being inside.");
    }

    private void OnWithdrew(ProcessId process, ProcessBook book)
    {
        if (Silent.Contains(process) || Protocol.BearsCrashes)
            return;
        List<ProcessId> missing = [.. Members(Lost), .. Members(Crashed)];
        missing.RemoveAll(_messages.ConsentsOf(process).Contains);
        if (missing.Count > 0 && book.Pending is { } request)
            _blocked.Add(new BlockedProcess(process, request, missing));
    }

    private void OnEntered(ProcessId process, Timestamp request)
    {
        if (Inside > 1)
            Found.Add(
                MutexProperties.Exclusion, process, $"Process {process} entered while {WhoElseIsInside(process)} was inside.");
        _messages.Entering(process, request);
        if (_promises.EntersInTimestampOrder)
            CheckOrder(process, request);
    }

    private void CheckOrder(ProcessId process, Timestamp request)
    {
        if (request < _lastEntered)
            Found.Add(
                MutexProperties.Order,
                process,
                $"Process {process} entered with request {request} after request {_lastEntered} had entered.");
        else
            _lastEntered = request;
        for (var id = 1; id <= Processes; id++)
        {
            if (Book(new ProcessId(id)).Pending is { } pending && pending < request && !Silent.Contains(pending.Process))
            {
                Found.Add(
                    MutexProperties.Order,
                    process,
                    $"Process {process} entered with request {request} before Process {pending.Process}, "
                    + $"which waits with request {pending}.");
            }
        }
    }

    private string WhoElseIsInside(ProcessId process)
    {
        for (var id = 1; id <= Processes; id++)
        {
            if (id != process.Value && Book(new ProcessId(id)).IsInside)
                return $"Process {id}";
        }
        return "it";
    }
}
