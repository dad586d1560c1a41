using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>
/// The part of the judge that looks at messages: which messages were sent for which request, whether every reply belongs to a
/// request, and how many messages an entry cost.
/// </summary>
internal sealed class MessageJudge
{
    private readonly MutexPromises _promises;
    private readonly ViolationList _violations;
    private readonly PerProcess<Sheet> _sheets;
    private readonly string? _consent;
    private readonly KindCounts _kinds = new();
    private InputKind _cause;
    private ProcessId _asking; // the process that asked in the current step
    private long _resent;
    private long _forEntries;

    /// <summary>Looks at the messages of a run of the processes 1 to <paramref name="processes"/>.</summary>
    /// <param name="processes">N.</param>
    /// <param name="bookOf">The book of a process.</param>
    /// <param name="promises">What the algorithm promises.</param>
    /// <param name="consent">The kind of message by which a process consents to a request; null if there is none.</param>
    /// <param name="violations">Gets the violations.</param>
    public MessageJudge(
        int processes, Func<ProcessId, ProcessBook> bookOf, MutexPromises promises, string? consent, ViolationList violations)
    {
        (_promises, _consent, _violations) = (promises, consent, violations);
        _sheets = new PerProcess<Sheet>(processes, process => new Sheet(bookOf(process), processes));
    }

    /// <summary>The messages sent so far.</summary>
    public MessageCounts Counts => new(_kinds.ToArray(), _resent, _forEntries);

    /// <summary>A step begins.</summary>
    public void BeginStep(InputKind cause) => (_cause, _asking) = (cause, default);

    /// <summary>The processes whose replies to the latest request of a process have arrived.</summary>
    public ProcessSet ConsentsOf(ProcessId process) => Of(process).Consents;

    /// <summary>A process is about to make a request: no message concerns its latest one any more.</summary>
    public void Close(ProcessId process)
    {
        if (!_promises.NeedsEveryReply)
            CheckCost(Of(process));
    }

    /// <summary>A process has made a request.</summary>
    public void Asked(ProcessId process)
    {
        _asking = process;
        var sheet = Of(process);
        sheet.Sent = 0;
        sheet.Replied.Clear();
        sheet.Consents.Clear();
    }

    /// <summary>A message arrived.</summary>
    public void Received(ProcessId process, ProcessId from, IMessage message)
    {
        if (!IsReply(message) || message.About(from, process) is not { } request)
            return;
        var sheet = Of(process);
        if (request.Process != process || request.Clock > sheet.Book.Latest.Clock)
        {
            _violations.Add(
                MutexProperties.Consent,
                process,
                $"Process {process} received a reply from Process {from} to request {request}, which it never made.");
        }
        else if (request == sheet.Book.Latest && !sheet.Replied.Contains(from))
        {
            _violations.Add(
                MutexProperties.Consent,
                process,
                $"Process {process} received a reply from Process {from} to request {request} that was never sent.");
        }
        else if (request == sheet.Book.Pending)
        {
            sheet.Consents.Add(from);
        }
    }

    /// <summary>A message was sent.</summary>
    public void Sent(ProcessId from, ProcessId to, IMessage message)
    {
        var request = message.About(from, to);
        var isReply = IsReply(message);
        if (isReply ? !IsFirstReply(from, request) : _cause is InputKind.Timer or InputKind.Unknown && _asking != from)
        {
            _resent++;
            return;
        }
        _kinds.Add(message.Kind);
        if (request is not { } concerned)
        {
            _forEntries++;
            return;
        }
        var sheet = Of(concerned.Process);
        if (_asking == from && concerned != Of(from).Book.Latest)
        {
            _violations.Add(
                MutexProperties.Consent,
                from,
                $"Process {from} asked Process {to} for request {concerned}, not for its own request {Of(from).Book.Latest}.");
        }
        if (isReply && sheet.Book.Granted == concerned)
            _violations.Add(
                MutexProperties.Consent,
                from,
                $"Process {from} replied to request {concerned} after Process {to} had entered with it.");
        if (concerned != sheet.Book.Latest)
            return;
        sheet.Sent++;
        if (sheet.Book.WasGranted)
            _forEntries++;
    }

    /// <summary>A process is about to enter.</summary>
    public void Entering(ProcessId process, Timestamp request)
    {
        var sheet = Of(process);
        _forEntries += sheet.Sent;
        var others = _sheets.Count - 1;
        if (_promises.NeedsEveryReply && sheet.Consents.Count != others)
        {
            _violations.Add(
                MutexProperties.Consent,
                process,
                $"Process {process} entered with {sheet.Consents.Count} of {others} replies to request {request}.");
        }
    }

    /// <summary>
    /// A process has entered. If every reply has arrived, all messages of the entry were sent. Otherwise more may follow until
    /// the process asks again.
    /// </summary>
    public void Entered(ProcessId process)
    {
        if (_promises.NeedsEveryReply)
            CheckCost(Of(process));
    }

    private Sheet Of(ProcessId process) => _sheets[process];

    private bool IsReply(IMessage message) => _promises.NeedsEveryReply && message.Kind == _consent;

    // Replies to requests before the latest one are no longer recorded: a further reply to such a request counts as a repetition.
    private bool IsFirstReply(ProcessId from, Timestamp? request) =>
        request is { } concerned && concerned == Of(concerned.Process).Book.Latest && Of(concerned.Process).Replied.Add(from);

    private void CheckCost(Sheet sheet)
    {
        var (cost, processes) = (_promises.Cost, _sheets.Count);
        if (!sheet.Book.WasGranted || (sheet.Sent >= cost.Least(processes) && sheet.Sent <= cost.Most(processes)))
            return;
        var process = sheet.Book.Latest.Process;
        _violations.Add(
            MutexProperties.MessageCount,
            process,
            $"The entry of Process {process} with request {sheet.Book.Latest} must cost {cost.Text(processes)} messages, "
            + $"was [{sheet.Sent}].");
    }

    /// <summary>The messages about the latest request of a process.</summary>
    private sealed class Sheet(ProcessBook book, int processes)
    {
        public ProcessBook Book => book;

        /// <summary>The processes that have sent a reply to the latest request.</summary>
        public ProcessSet Replied { get; } = new(processes);

        /// <summary>The processes whose replies to the latest request have arrived.</summary>
        public ProcessSet Consents { get; } = new(processes);

        /// <summary>Messages that concern the latest request, each for the first time.</summary>
        public int Sent { get; set; }
    }
}
