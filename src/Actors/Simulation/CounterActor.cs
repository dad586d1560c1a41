using Akka.Actor;

namespace Coterie.Simulation;

/// <summary>The messages of the shared counter.</summary>
public static class CounterProtocol
{
    /// <summary>From a process inside the critical section. Answered by <see cref="CounterValue"/>.</summary>
    public sealed record ReadCounter
    {
        /// <summary>The one instance needed.</summary>
        public static ReadCounter Instance { get; } = new();
    }

    /// <summary>Answers <see cref="ReadCounter"/>.</summary>
    /// <param name="Value">The value written last; 0 before the first.</param>
    public sealed record CounterValue(long Value);

    /// <summary>From a process inside the critical section. Answered by <see cref="CounterWritten"/>; a duplicate does no harm.</summary>
    /// <param name="Value">The new value.</param>
    public sealed record WriteCounter(long Value);

    /// <summary>Answers <see cref="WriteCounter"/>.</summary>
    /// <param name="Value">The value written.</param>
    public sealed record CounterWritten(long Value);
}

/// <summary>
/// The shared counter: a value to read and to write, unprotected on purpose. Two processes inside at once read the same value, write the same
/// successor, and one entry is missing in the end.
/// </summary>
public sealed class CounterActor : ReceiveActor
{
    private long _value;

    /// <summary>A counter at 0.</summary>
    public CounterActor()
    {
        Receive<CounterProtocol.ReadCounter>(_ => Sender.Tell(new CounterProtocol.CounterValue(_value)));
        Receive<CounterProtocol.WriteCounter>(m =>
        {
            _value = m.Value;
            Sender.Tell(new CounterProtocol.CounterWritten(_value));
        });
    }
}
