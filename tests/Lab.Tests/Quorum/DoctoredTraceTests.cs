using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Quorum;

/// <summary>
/// A trace of a good run, in which a few events are changed afterwards so that the record still fits together: the judge of
/// traces must see what the run would then have done wrong.
/// </summary>
public sealed class DoctoredTraceTests
{
    private readonly Trace _trace = QuorumTrace.Record(QuorumTrace.Settings(1)).Trace;

    [Fact]
    public void The_trace_is_good_before_it_is_doctored() => Assert.Null(QuorumTrace.Check(_trace).Violation);

    [Fact]
    public void Two_inside()
    {
        var (inside, early) = SendingOfOneThatWaits();
        var violation = Violation(happened => ReferenceEquals(happened, early)
            ? early with { Kind = TraceEventKind.Enter, Request = EntryAfter(early).Request, Detail = "token 1000000+0" }
            : happened);
        Assert.Equal(
            ("Exclusion", $"Client {early.Process} entered while Client {inside.Process} was inside."),
            (violation.Rule, violation.Text));
    }

    [Fact]
    public void A_token_that_does_not_rise()
    {
        var entries = _trace.Events.Where(happened => happened.Kind == TraceEventKind.Enter).ToList();
        var (before, entry) = (entries[2], entries[3]);
        var violation = Violation(happened => ReferenceEquals(happened, entry)
            ? happened with { Detail = before.Detail }
            : happened);
        var token = before.Detail!.Split(' ')[^1];
        var who = $"Client {entry.Process}, with request {entry.Request}";
        Assert.Equal(
            ("Tokens", $"{who}, enters with the token {token} after an entry with {token}."), (violation.Rule, violation.Text));
    }

    [Fact]
    public void A_client_inside_without_a_majority()
    {
        var entry = _trace.Events.Where(happened => happened.Kind == TraceEventKind.Enter).ElementAt(3);
        ProcessId[] silent = [new ProcessId(2), new ProcessId(3)];
        var violation = Violation(happened => happened switch
        {
            { Kind: TraceEventKind.Receive, Message: "grant" }
                when happened.Request == entry.Request && silent.Contains(happened.From!.Value) =>
                happened with { Message = "queued" },
            { Process: { } voter } when silent.Contains(voter) => happened with
            {
                Sends = [.. happened.Sends.Select(send =>
                    send.Message == "grant" && send.Request == entry.Request ? send with { Message = "queued" } : send)],
            },
            _ => happened,
        });
        Assert.Equal(
            ("Majority", $"Client {entry.Process} entered with the votes of 1 of 3 voters."), (violation.Rule, violation.Text));
    }

    [Fact]
    public void Somebody_who_waits_for_ever_though_a_majority_is_there()
    {
        var entry = _trace.Events.Last(happened => happened.Kind == TraceEventKind.Enter);
        var violation = Violation(happened => happened switch
        {
            _ when ReferenceEquals(happened, entry) => happened with { Kind = TraceEventKind.Note, Detail = "goes on waiting" },
            { Kind: TraceEventKind.Exit } when happened.Request == entry.Request => happened with { Kind = TraceEventKind.Send },
            _ => happened,
        });
        Assert.Equal(
            (
                "Progress",
                $"Client {entry.Process} is starved: its claim {entry.Request} for a lock was neither granted nor given up."),
            (violation.Rule, violation.Text));
    }

    [Fact]
    public void A_client_that_never_gives_the_lock_back()
    {
        var entry = _trace.Events.Last(happened => happened.Kind == TraceEventKind.Enter);
        var violation = Violation(happened => happened.Kind == TraceEventKind.Exit && happened.Request == entry.Request
            ? happened with { Kind = TraceEventKind.Send }
            : happened);
        Assert.Equal(("Progress", $"Client {entry.Process} never gave the lock back."), (violation.Rule, violation.Text));
    }

    [Fact]
    public void A_client_that_goes_on_inside_after_it_did_not_run()
    {
        var settings = QuorumTrace.Settings(2) with
        {
            Faults = [new PlannedFault.Pause(new ProcessId(4), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(16))],
        };
        var trace = QuorumTrace.Record(settings).Trace;
        var lost = trace.Events.Single(happened => happened.Kind == TraceEventKind.Lose);
        TraceEvent[] events = [.. trace.Events.Select(happened =>
            ReferenceEquals(happened, lost) ? happened with { Kind = TraceEventKind.Note, Detail = "goes on" } : happened)];
        Assert.Null(QuorumTrace.Check(trace).Violation);
        var violation = QuorumTrace.Check(trace with { Events = events }).Violation!;
        Assert.Equal("Exclusion", violation.Rule);
        Assert.Matches("^Client 4 goes on inside, although Client [56] entered while it did not run.$", violation.Text);
    }

    private TraceViolation Violation(Func<TraceEvent, TraceEvent> change)
    {
        var events = _trace.Events.Select(change).ToList();
        Assert.False(events.SequenceEqual(_trace.Events, ReferenceEqualityComparer.Instance), "nothing was changed");
        return QuorumTrace.Check(_trace with { Events = events }).Violation
            ?? throw new InvalidOperationException("The judge found nothing.");
    }

    // While somebody is inside, another client that waits sends beats.
    private (TraceEvent Inside, TraceEvent Waits) SendingOfOneThatWaits()
    {
        TraceEvent? inside = null;
        var waiting = new HashSet<ProcessId>();
        foreach (var happened in _trace.Events)
        {
            switch (happened.Kind)
            {
                case TraceEventKind.Request: waiting.Add(happened.Process!.Value); break;
                case TraceEventKind.Enter:
                    inside = happened;
                    waiting.Remove(happened.Process!.Value);
                    break;
                case TraceEventKind.Exit: inside = null; break;
                case TraceEventKind.Send when inside is not null && waiting.Contains(happened.Process!.Value):
                    return (inside, happened);
            }
        }
        throw new InvalidOperationException("The run has no such event.");
    }

    private TraceEvent EntryAfter(TraceEvent early) => _trace.Events.SkipWhile(happened => !ReferenceEquals(happened, early))
        .First(happened => happened.Kind == TraceEventKind.Enter && happened.Process == early.Process);
}
