using System.Globalization;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;

namespace Coterie.Pictures.Tests.Support;

/// <summary>Makes a trace event by event, one each millisecond unless said otherwise.</summary>
internal sealed class Story(string protocol, string workload, int processes)
{
    private readonly VectorClock?[] _clocks = new VectorClock?[processes + 1];
    private readonly List<TraceEvent> _events = [];
    private int _now;

    public Trace Trace => new(
        new TraceHeader(protocol, processes, Seed: null, IsVirtual: true, Started: null) { Workload = workload }, _events);

    public TraceEvent this[int place] => _events[place];

    /// <summary>What comes next happens at the same time as the event before.</summary>
    public Story AtOnce()
    {
        _now--;
        return this;
    }

    /// <summary>A process does something.</summary>
    public Story Does(int process, TraceEventKind kind, string? request = null, string? what = null, params string[] sends) =>
        Add(process, kind, happened => happened with { Request = Parse(request), Detail = what, Sends = Sends(sends) });

    /// <summary>A process gets a message.</summary>
    /// <param name="process">The process.</param>
    /// <param name="from">From whom.</param>
    /// <param name="message">Its name, and the request: <c>grant 1.4</c>.</param>
    /// <param name="sends">What it sends in this step, such as <c>4 grant 1.4</c>.</param>
    public Story Gets(int process, int from, string message, params string[] sends)
    {
        var words = message.Split(' ');
        return Add(process, TraceEventKind.Receive, happened => happened with
        {
            Message = words[0],
            From = new ProcessId(from),
            Request = Parse(words.ElementAtOrDefault(1)),
            Sends = Sends(sends),
        });
    }

    /// <summary>The network falls apart.</summary>
    public Story FallsApart(params int[][] groups)
    {
        _events.Add(new TraceEvent(TimeSpan.FromMilliseconds(++_now), TraceEventKind.Partition, null, null)
        {
            Groups = [.. groups.Select(group => group.Select(id => new ProcessId(id)).ToList())],
        });
        return this;
    }

    private Story Add(int process, TraceEventKind kind, Func<TraceEvent, TraceEvent> with)
    {
        var id = new ProcessId(process);
        var clock = _clocks[process] = (_clocks[process] ?? new VectorClock(processes)).Next(id);
        _events.Add(with(new TraceEvent(TimeSpan.FromMilliseconds(++_now), kind, id, clock)));
        return this;
    }

    private static IReadOnlyList<TraceSend> Sends(string[] sends) =>
        [.. sends.Select(send => send.Split(' '))
            .Select(words => new TraceSend(Id(words[0]), words[1], Parse(words.ElementAtOrDefault(2))))];

    private static ProcessId Id(string text) => new(int.Parse(text, CultureInfo.InvariantCulture));

    private static Timestamp? Parse(string? request) => request?.Split('.') is [var clock, var process]
        ? new Timestamp(long.Parse(clock, CultureInfo.InvariantCulture), Id(process))
        : null;
}
