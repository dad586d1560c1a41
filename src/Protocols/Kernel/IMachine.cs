namespace Coterie.Protocols.Kernel;

/// <summary>
/// The rules of a protocol for one process: a deterministic state machine. It takes an input and puts the effects into the
/// outbox. It does nothing else: it uses no input or output, clock, thread or random draw.
/// </summary>
public interface IMachine
{
    /// <summary>Takes one input.</summary>
    /// <param name="input">What came in.</param>
    /// <param name="now">
    /// The monotonic clock of the node. Only differences have a meaning; the clocks of two nodes cannot be compared.
    /// </param>
    /// <param name="outbox">Where the effects go; empty.</param>
    /// <exception cref="BrokenRuleException">No run of the protocol can lead to this input in this state.</exception>
    void On(in Input input, TimeSpan now, Outbox outbox);

    /// <summary>
    /// Passes the whole state through <paramref name="codec"/>, which writes it or replaces it: everything that a later step
    /// depends on, and nothing else. Two machines with the same bytes then behave alike.
    /// </summary>
    void Exchange(StateCodec codec);

    /// <summary>Throws if an invariant of the protocol does not hold.</summary>
    /// <exception cref="BrokenRuleException">With the number of the invariant and the state.</exception>
    void Check();
}

/// <summary>
/// A machine found a rule of its protocol broken: an invariant does not hold, or an impossible input came. The process must stop;
/// the message contains its state.
/// </summary>
/// <param name="message">Which rule, and the state.</param>
public sealed class BrokenRuleException(string message) : Exception(message);
