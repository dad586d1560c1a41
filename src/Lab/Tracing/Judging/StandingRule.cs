using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// A process asks while it is outside and does not wait, each time with a larger timestamp of its own; it enters or withdraws
/// with the request it waits with, and leaves with the one that let it in. While it is paused or down it takes no step.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="recollection">What a process still knows after a crash, if the event does not say it.</param>
/// <param name="name">What the processes are called.</param>
internal sealed class StandingRule(int processes, Recollection recollection, Func<ProcessId, string> name) : ITraceRule
{
    private readonly PerProcess<State> _states = new(processes);

    /// <inheritdoc/>
    public string Name => "Steps";

    /// <summary>
    /// The processes inside, and those that wait with a request before <paramref name="request"/>; smallest number
    /// first.
    /// </summary>
    public IEnumerable<ProcessId> InTheWayOf(Timestamp? request) =>
        from id in Enumerable.Range(1, processes)
        let state = _states[new ProcessId(id)]
        where state.Standing == Standing.Inside || (state.Standing == Standing.Waiting && state.Latest < request)
        select new ProcessId(id);

    /// <summary>The last request of a process; null before the first one.</summary>
    public Timestamp? LatestOf(ProcessId process) => _states[process].Latest;

    /// <summary>The event by which a process made its last request; null before the first one.</summary>
    public TraceEvent? AskedOf(ProcessId process) => _states[process].Asked;

    /// <inheritdoc/>
    public string? Broken(TraceEvent happened, TraceMessage? ended)
    {
        if (happened.Process is not { } process)
            return null;
        ref var state = ref _states[process];
        return Rest(happened, ref state) ?? happened.Kind switch
        {
            TraceEventKind.Restart when recollection != Recollection.Everything || happened.Detail == Names.Forgetful =>
                Forget(ref state),
            TraceEventKind.Request => Ask(happened, ref state),
            TraceEventKind.Enter => Go(happened, ref state, Standing.Waiting, Standing.Inside, "entered"),
            TraceEventKind.Exit => Go(happened, ref state, Standing.Inside, Standing.Outside, "left"),
            TraceEventKind.Withdraw => Go(happened, ref state, Standing.Waiting, Standing.Outside, "withdrew"),
            TraceEventKind.Lose => Lose(happened, ref state),
            _ => null,
        };
    }

    private static string? Forget(ref State state)
    {
        state = default;
        return null;
    }

    private string? Ask(TraceEvent happened, ref State state)
    {
        var (standing, latest, request) = (state.Standing, state.Latest, happened.Request!.Value);
        (state.Standing, state.Latest, state.Asked) = (Standing.Waiting, request, happened);
        if (request.Process != happened.Process)
            return $"{name(happened.Process!.Value)} asked with request {request}, which is not its own.";
        if (standing != Standing.Outside)
            return $"{name(happened.Process!.Value)} asked with request {request} while it {InWords(standing)} "
                + $"with request {latest}.";
        return latest is { } before && request <= before
            ? $"{name(happened.Process!.Value)} asked with request {request} after request {before}; its requests must rise."
            : null;
    }

    private string? Go(TraceEvent happened, ref State state, Standing from, Standing to, string done)
    {
        var (standing, latest) = (state.Standing, state.Latest);
        state.Standing = to;
        if (standing != from)
            return $"{name(happened.Process!.Value)} {done} with request {happened.Request} while it {InWords(standing)}.";
        return happened.Request != latest
            ? $"{name(happened.Process!.Value)} {done} with request {happened.Request}; its request was {latest}."
            : null;
    }

    private static string InWords(Standing standing) => standing switch
    {
        Standing.Waiting => "waited",
        Standing.Inside => "was inside",
        _ => "was outside and did not wait",
    };

    private string? Lose(TraceEvent happened, ref State state)
    {
        var (standing, latest) = (state.Standing, state.Latest);
        state.Standing = Standing.Outside;
        if (standing == Standing.Outside)
            return $"{name(happened.Process!.Value)} lost request {happened.Request} while it was outside and did not wait.";
        return happened.Request != latest
            ? $"{name(happened.Process!.Value)} lost request {happened.Request}; its request was {latest}."
            : null;
    }

    // A message that arrives while a process is paused is kept. One that arrives while it is down is lost, which is an event of
    // its own.
    private string? Rest(TraceEvent happened, ref State state)
    {
        var rest = state.Rest;
        state.Rest = happened.Kind switch
        {
            TraceEventKind.Crash => TraceEventKind.Crash,
            TraceEventKind.Pause => TraceEventKind.Pause,
            TraceEventKind.Restart or TraceEventKind.Resume => null,
            _ => rest,
        };
        return (rest, happened.Kind) switch
        {
            (_, TraceEventKind.Drop) => null,
            (TraceEventKind.Crash, TraceEventKind.Restart) => null,
            (TraceEventKind.Pause, TraceEventKind.Resume or TraceEventKind.Crash) => null,
            (TraceEventKind.Crash, _) =>
                $"{name(happened.Process!.Value)} did something after it crashed at {EventText.Milliseconds(state.RestSince)}.",
            (TraceEventKind.Pause, _) =>
                $"{name(happened.Process!.Value)} did something while it was paused, from "
                + $"{EventText.Milliseconds(state.RestSince)} on.",
            (_, TraceEventKind.Restart) => $"{name(happened.Process!.Value)} came back without having crashed.",
            (_, TraceEventKind.Resume) => $"{name(happened.Process!.Value)} went on without having been paused.",
            _ => Since(happened, ref state),
        };
    }

    private static string? Since(TraceEvent happened, ref State state)
    {
        state.RestSince = happened.At;
        return null;
    }

    private struct State
    {
        public Standing Standing { get; set; }

        public Timestamp? Latest { get; set; }

        public TraceEvent? Asked { get; set; }

        /// <summary>Pause or crash, while one of them lasts.</summary>
        public TraceEventKind? Rest { get; set; }

        public TimeSpan RestSince { get; set; }
    }
}
