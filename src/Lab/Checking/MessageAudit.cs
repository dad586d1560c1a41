using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Checking;

/// <summary>The part of the checker that looks at messages: what was sent for which request, whether every reply belongs to one, and what an entry cost.</summary>
/// <param name="books">Of process 1, 2, …</param>
/// <param name="promises">What the algorithm promises.</param>
/// <param name="violations">Where to write down what is wrong.</param>
internal sealed class MessageAudit(ProcessBook[] books, MutexPromises promises, ViolationList violations)
{
    private readonly KindCounts _kinds = new();
    private long _resent;
    private long _forEntries;

    /// <summary>What was sent so far.</summary>
    public MessageCounts Counts => new(_kinds.ToArray(), _resent, _forEntries);

    /// <summary>A process is about to make a request: no message concerns its latest one any more.</summary>
    public void Close(ProcessBook book)
    {
        if (!promises.NeedsEveryReply)
            CheckCost(book);
    }

    /// <summary>A message arrived.</summary>
    public void Received(ProcessId process, IWireMessage message)
    {
        if (!IsReply(message) || message.Concerning is not { } request)
            return;
        var book = Book(process);
        if (request.Process != process || request.Clock > book.Latest.Clock)
            violations.Add(Property.Consent, process, $"Process {process} received a reply from Process {message.From} to {request}, a request that it never made.");
        else if (request == book.Latest && !book.Replied.Contains(message.From))
            violations.Add(Property.Consent, process, $"Process {process} received a reply from Process {message.From} to {request} that was never sent.");
        else if (request == book.Pending)
            book.Consents.Add(message.From);
    }

    /// <summary>A message was sent.</summary>
    public void Sent(ProcessId from, ProcessId to, IWireMessage message, StepKind cause)
    {
        if (IsReply(message) ? !IsFirstReply(from, message) : cause == StepKind.ResendDue)
        {
            _resent++;
            return;
        }
        _kinds.Add(message.Name);
        if (message.Concerning is not { } request)
        {
            _forEntries++;
            return;
        }
        var book = Book(request.Process);
        if (cause == StepKind.Enter && request != Book(from).Latest)
            violations.Add(Property.Consent, from, $"Process {from} asked Process {to} for {request}, not for its own request {Book(from).Latest}.");
        if (IsReply(message) && book.Granted == request)
            violations.Add(Property.Consent, from, $"Process {from} replied to {request} after Process {to} had entered with it.");
        if (request != book.Latest)
            return;
        book.Sent++;
        if (book.WasGranted)
            _forEntries++;
    }

    /// <summary>A process is about to enter.</summary>
    public void Entering(ProcessBook book, Timestamp request)
    {
        _forEntries += book.Sent;
        var others = books.Length - 1;
        if (promises.NeedsEveryReply && book.Consents.Count != others)
            violations.Add(Property.Consent, request.Process, $"Process {request.Process} entered with {book.Consents.Count} of {others} replies to {request}.");
    }

    /// <summary>A process has entered. With every reply there all messages of the entry were sent; otherwise more may follow until the process asks again.</summary>
    public void Entered(ProcessBook book)
    {
        if (promises.NeedsEveryReply)
            CheckCost(book);
    }

    private ProcessBook Book(ProcessId process) => books[process.Value - 1];

    private bool IsReply(IWireMessage message) => promises.NeedsEveryReply && message.Name == "reply";

    // What is known of the replies to requests before the latest one is forgotten: whoever still replies to one is taken to repeat itself.
    private bool IsFirstReply(ProcessId from, IWireMessage reply) =>
        reply.Concerning is { } request && request == Book(request.Process).Latest && Book(request.Process).Replied.Add(from);

    private void CheckCost(ProcessBook book)
    {
        var cost = promises.Cost;
        if (!book.WasGranted || (book.Sent >= cost.Least(books.Length) && book.Sent <= cost.Most(books.Length)))
            return;
        var process = book.Latest.Process;
        violations.Add(Property.MessageCount, process, $"The entry of Process {process} with {book.Latest} must cost {RunSummary.CostText(cost, books.Length)} messages, was [{book.Sent}].");
    }
}
