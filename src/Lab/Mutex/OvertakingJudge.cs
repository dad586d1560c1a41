using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex;

/// <summary>
/// The part of the judge that looks at who is passed: how often others enter while a request waits. A request counts as waiting
/// once the messages that its process sent with it have arrived: before that, the others cannot know of it.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="most">How often one other process may enter meanwhile.</param>
/// <param name="violations">Gets the violations.</param>
internal sealed class OvertakingJudge(int processes, int most, ViolationList violations)
{
    private readonly PerProcess<Sheet> _sheets = new(processes, _ => new Sheet(most));
    private readonly LinkedList<Sheet> _waiting = new(); // the request that has waited longest comes first
    private Sheet? _asking; // of the process that asked in the current step
    private long _entries;
    private (long Times, Timestamp Request) _longest;

    /// <summary>Who was passed most often, for the summary of a run.</summary>
    public Figure Figure
    {
        get
        {
            foreach (var sheet in _waiting)
                Note(sheet);
            var (times, request) = _longest;
            return new Figure("most often passed", times == 0
                ? "nobody"
                : RunLimits.Text(
                    $"Process {request.Process}: {times} {(times == 1 ? "entry" : "entries")} of others while {request} waited"));
        }
    }

    /// <summary>A step begins.</summary>
    public void BeginStep()
    {
        if (_asking is { OnTheWay: 0, IsPending: true })
            Wait(_asking);
        _asking = null;
    }

    /// <summary>A process sent a message.</summary>
    public void Sent(ProcessId from)
    {
        if (_asking?.Request.Process == from)
            _asking.OnTheWay++;
    }

    /// <summary>A message of a process arrived; it is about that request.</summary>
    public void Received(ProcessId from, Timestamp? about)
    {
        var sheet = _sheets[from];
        if (sheet is { IsPending: true, OnTheWay: > 0 } && about == sheet.Request && --sheet.OnTheWay == 0)
            Wait(sheet);
    }

    /// <summary>A process has done something with a request.</summary>
    public void On(Deed deed, Timestamp request)
    {
        var sheet = _sheets[request.Process];
        switch (deed)
        {
            case Deed.Asked:
                End(sheet); // of a request that its process has forgotten in a crash
                sheet.Ask(request);
                _asking = sheet;
                break;
            case Deed.Entered:
                End(sheet);
                Enter(sheet, request);
                break;
            case Deed.Withdrew:
                End(sheet);
                break;
        }
    }

    private void Wait(Sheet sheet)
    {
        sheet.Since = _entries;
        _waiting.AddLast(sheet.Place);
    }

    private void End(Sheet sheet)
    {
        sheet.IsPending = false;
        if (sheet.Place.List is null)
            return;
        Note(sheet);
        _waiting.Remove(sheet.Place);
    }

    private void Note(Sheet sheet)
    {
        if (_entries - sheet.Since > _longest.Times)
            _longest = (_entries - sheet.Since, sheet.Request);
    }

    // Of all that wait, only the one that has waited longest is looked at: it is passed if anybody is.
    private void Enter(Sheet sheet, Timestamp request)
    {
        _entries++;
        sheet.Entries.Enqueue(_entries);
        if (sheet.Entries.Count > most + 1)
            sheet.Entries.Dequeue();
        if (sheet.Entries.Count > most)
            CheckFirst(sheet, request);
    }

    private void CheckFirst(Sheet sheet, Timestamp request)
    {
        if (_waiting.First?.Value is not { IsReported: false } first || sheet.Entries.Peek() <= first.Since)
            return;
        first.IsReported = true;
        var passed = _entries - first.Since;
        violations.Add(
            MutexProperties.Overtaking,
            request.Process,
            RunLimits.Text(
                $"Process {first.Request.Process} waits with request {first.Request} and was passed {passed} times, ")
            + (passed == most + 1 ? "always" : RunLimits.Text($"{most + 1} times"))
            + $" by Process {request.Process}, which entered with request {request}.");
    }

    /// <summary>The latest request of a process.</summary>
    private sealed class Sheet
    {
        public Sheet(int most) => (Place, Entries) = (new LinkedListNode<Sheet>(this), new Queue<long>(most + 1));

        public LinkedListNode<Sheet> Place { get; }

        /// <summary>Its latest entries, each by its number among the entries of all.</summary>
        public Queue<long> Entries { get; }

        public Timestamp Request { get; private set; }

        /// <summary>Whether it was neither granted nor withdrawn.</summary>
        public bool IsPending { get; set; }

        /// <summary>Messages sent with it that have not arrived.</summary>
        public int OnTheWay { get; set; }

        /// <summary>How many entries of all there were when it began to wait.</summary>
        public long Since { get; set; }

        public bool IsReported { get; set; }

        public void Ask(Timestamp request) =>
            (Request, IsPending, OnTheWay, IsReported) = (request, true, 0, false);
    }
}
