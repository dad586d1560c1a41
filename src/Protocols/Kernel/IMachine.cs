namespace Coterie.Protocols.Kernel;

/// <summary>
/// The rules of a protocol for one process: a deterministic state machine. An input comes in, and what the machine makes of it goes into the
/// outbox. Nothing else happens: no input or output, clock, thread or random draw.
/// </summary>
public interface IMachine
{
    /// <summary>Takes one input.</summary>
    /// <param name="input">What came in.</param>
    /// <param name="now">The monotonic clock of the node. Only differences mean something, and clocks of two nodes have nothing in common.</param>
    /// <param name="outbox">Where the effects go; empty.</param>
    /// <exception cref="BrokenRuleException">The input cannot come in this state.</exception>
    void On(in Input input, TimeSpan now, Outbox outbox);

    /// <summary>
    /// Passes the whole state through <paramref name="codec"/>, which writes it or puts another in its place: everything that a later step
    /// depends on, and nothing else, so that two machines with the same bytes go on alike.
    /// </summary>
    void Exchange(StateCodec codec);

    /// <summary>Throws if an invariant of the protocol does not hold.</summary>
    /// <exception cref="BrokenRuleException">With the number of the invariant and the state.</exception>
    void Check();
}

/// <summary>
/// A machine found a rule of its protocol broken: an invariant does not hold, or an input came that cannot come. The process must stop;
/// the message has its state.
/// </summary>
/// <param name="message">Which rule, and the state.</param>
public sealed class BrokenRuleException(string message) : Exception(message);
