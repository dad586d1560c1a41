using Akka.Actor;
using Akka.Event;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Running;

/// <summary>
/// The messages of the shared counter. Each names the entry to the critical section to which it belongs. A worker repeats a
/// question that gets no answer.
/// </summary>
internal static class CounterProtocol
{
    /// <summary>Everything that goes between a worker and the counter.</summary>
    public interface IWireMessage;

    /// <summary>From a process inside the critical section. Answered by <see cref="CounterValue"/>, a duplicate too.</summary>
    /// <param name="Entry">The request with which the process is inside.</param>
    public sealed record ReadCounter(Timestamp Entry) : IWireMessage;

    /// <summary>Answers <see cref="ReadCounter"/>. A duplicate is ignored.</summary>
    /// <param name="Entry">The entry of the question.</param>
    /// <param name="Value">The value written last; 0 before the first.</param>
    public sealed record CounterValue(Timestamp Entry, long Value) : IWireMessage;

    /// <summary>
    /// From a process inside the critical section. Answered by <see cref="CounterWritten"/>; a duplicate gets an answer, too, but
    /// is not written again.
    /// </summary>
    /// <param name="Entry">The request with which the process is inside.</param>
    /// <param name="Value">The new value.</param>
    public sealed record WriteCounter(Timestamp Entry, long Value) : IWireMessage;

    /// <summary>Answers <see cref="WriteCounter"/>. A duplicate is ignored.</summary>
    /// <param name="Entry">The entry of the question.</param>
    public sealed record CounterWritten(Timestamp Entry) : IWireMessage;

    /// <summary>Asks, after a run, for the value. Answered by <see cref="CounterTotal"/>.</summary>
    public sealed record GetTotal
    {
        /// <summary>The one instance needed.</summary>
        public static GetTotal Instance { get; } = new();
    }

    /// <summary>Answers <see cref="GetTotal"/>.</summary>
    /// <param name="Value">The value written last; 0 before the first.</param>
    public sealed record CounterTotal(long Value);
}

/// <summary>
/// The shared counter: a value to read and to write, unprotected on purpose. If two processes are inside at once, both read the
/// same value and write the same new value, so one entry is missing at the end.
/// </summary>
internal sealed class CounterActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<ProcessId, Timestamp> _written = [];
    private long _value;

    /// <summary>A counter at 0.</summary>
    public CounterActor()
    {
        Receive<CounterProtocol.ReadCounter>(m => Sender.Tell(new CounterProtocol.CounterValue(m.Entry, _value)));
        Receive<CounterProtocol.WriteCounter>(On);
        Receive<CounterProtocol.GetTotal>(_ => OnGetTotal());
    }

    private void OnGetTotal()
    {
        _log.Debug("The counter is {0} after the run.", _value);
        Sender.Tell(new CounterProtocol.CounterTotal(_value));
    }

    private void On(CounterProtocol.WriteCounter write)
    {
        if (!_written.TryGetValue(write.Entry.Process, out var latest) || latest < write.Entry)
        {
            _written[write.Entry.Process] = write.Entry;
            _value = write.Value;
        }
        else
        {
            _log.Debug("A copy of the write for the entry {0} has no effect.", write.Entry);
        }
        Sender.Tell(new CounterProtocol.CounterWritten(write.Entry));
    }
}
