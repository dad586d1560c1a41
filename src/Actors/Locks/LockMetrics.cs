using System.Diagnostics;
using System.Diagnostics.Metrics;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>
/// The instruments and spans for the locks of a node; <c>docs/lock.md</c> lists them. Nothing is measured that nobody listens to.
/// </summary>
internal sealed class LockMetrics
{
    private const string ModeTag = "coterie.lock.mode";
    private const string NameTag = "coterie.lock.name";
    private const string OutcomeTag = "coterie.lock.outcome";
    private const string ReasonTag = "coterie.lock.reason";

    private readonly TimeProvider _clock;
    private readonly bool _tagsNames;
    private readonly Histogram<double> _waits;
    private readonly Histogram<double> _holds;
    private readonly Counter<long> _acquired;
    private readonly Counter<long> _lost;
    private readonly UpDownCounter<long> _waiters;

    /// <summary>The instruments of one node.</summary>
    /// <param name="factory">Makes the meter; null for one that all nodes of the process share.</param>
    /// <param name="tagsNames">Whether the name of a lock is a tag.</param>
    /// <param name="clock">Measures the times.</param>
    public LockMetrics(IMeterFactory? factory, bool tagsNames, TimeProvider clock)
    {
        (_tagsNames, _clock) = (tagsNames, clock);
        var meter = NodeDiagnostics.MeterOf(factory);
        _waits = meter.CreateHistogram<double>(
            "coterie.lock.wait.duration", "s", "How long a lock was waited for, until it was had or no longer wanted.");
        _holds = meter.CreateHistogram<double>(
            "coterie.lock.hold.duration", "s", "How long a lock was held, until it was given back or lost.");
        _acquired = meter.CreateCounter<long>("coterie.lock.acquired", "{lock}", "How many locks were had.");
        _lost = meter.CreateCounter<long>("coterie.lock.lost", "{lock}", "How many locks were lost while they were held.");
        _waiters = meter.CreateUpDownCounter<long>("coterie.lock.waiters", "{call}", "How many calls wait for a lock now.");
    }

    /// <summary>Whether somebody listens to traces.</summary>
    public static bool IsTraced => NodeDiagnostics.Source.HasListeners();

    /// <summary>The time now, for <see cref="Hold.Since"/>; 0 if nobody measures it.</summary>
    public long Now => _waits.Enabled || _holds.Enabled ? _clock.GetTimestamp() : 0;

    /// <summary>A span that ends when the waiting does; null if nobody listens.</summary>
    public Activity? StartWaiting(string name, VoteMode mode)
    {
        var span = NodeDiagnostics.Source.StartActivity("coterie.lock.acquire");
        span?.SetTag(ModeTag, Text(mode));
        if (_tagsNames)
            span?.SetTag(NameTag, name);
        return span;
    }

    /// <summary>Ends the span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="held">What was had; null for nothing.</param>
    /// <param name="failure">What was thrown instead.</param>
    public static void End(Activity? span, LockHandle? held, Exception? failure = null)
    {
        if (held is not null)
            span?.SetTag("coterie.lock.token", held.Token);
        span?.SetTag(OutcomeTag, (held, failure) switch
        {
            (not null, _) => "acquired",
            (_, null) => "timeout",
            (_, OperationCanceledException) => "cancelled",
            _ => "ended",
        });
        if (failure is not (null or OperationCanceledException))
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
        span?.Dispose();
    }

    /// <summary>A call begins to wait.</summary>
    public void Waits(Hold hold) => AddWaiters(1, hold);

    /// <summary>A call that waited waits no longer.</summary>
    public void WaitsNoLonger(Hold hold) => AddWaiters(-1, hold);

    /// <summary>A call ends.</summary>
    /// <param name="hold">What it wanted.</param>
    /// <param name="asked">When it began, see <see cref="Now"/>.</param>
    /// <param name="ending">How.</param>
    public void Ended(Hold hold, long asked, HoldEnding ending)
    {
        if (ending == HoldEnding.Inside && _acquired.Enabled)
            _acquired.Add(1, Tags(hold));
        if (!_waits.Enabled || asked == 0)
            return;
        var tags = Tags(hold);
        tags.Add(OutcomeTag, ending switch
        {
            HoldEnding.Inside => "acquired",
            HoldEnding.NotFree or HoldEnding.TimedOut => "timeout",
            HoldEnding.Cancelled => "cancelled",
            _ => "ended",
        });
        _waits.Record(_clock.GetElapsedTime(asked).TotalSeconds, tags);
    }

    /// <summary>A lock that was held was lost. Whoever listens is told on another thread.</summary>
    /// <param name="hold">The lock.</param>
    /// <param name="reason">Why, in a word.</param>
    public void Lost(Hold hold, string reason)
    {
        if (!_lost.Enabled && !_holds.Enabled)
            return;
        var held = DurationOf(hold);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                var tags = Tags(hold);
                if (held is { } duration)
                    _holds.Record(duration, tags);
                tags.Add(ReasonTag, reason);
                _lost.Add(1, tags);
            },
            null);
    }

    /// <summary>A lock that was held was given back.</summary>
    public void HeldNoLonger(Hold hold)
    {
        if (_holds.Enabled && DurationOf(hold) is { } duration)
            _holds.Record(duration, Tags(hold));
    }

    private double? DurationOf(Hold hold) => hold.Since == 0 ? null : _clock.GetElapsedTime(hold.Since).TotalSeconds;

    private void AddWaiters(int change, Hold hold)
    {
        if (_waiters.Enabled)
            _waiters.Add(change, Tags(hold));
    }

    private TagList Tags(Hold hold)
    {
        var tags = new TagList { { ModeTag, Text(hold.Mode) } };
        if (_tagsNames)
            tags.Add(NameTag, hold.Name);
        return tags;
    }

    private static string Text(VoteMode mode) => mode == VoteMode.Shared ? "shared" : "exclusive";
}
