using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>Where a process stands towards the critical section.</summary>
public enum Phase
{
    /// <summary>Outside, and not asking.</summary>
    Released,

    /// <summary>Outside, with a request standing.</summary>
    Wanted,

    /// <summary>Inside.</summary>
    Held,
}

/// <summary>
/// The rules of a mutual exclusion algorithm for one process: a deterministic state machine. What happens to the process comes in
/// as a call; what it does about it goes into the <see cref="Effects"/>. Nothing else happens: no input or output, clock, thread or random draw.
/// </summary>
public interface IMutexRules
{
    /// <summary>Where the process stands.</summary>
    Phase Phase { get; }

    /// <summary>The process's own request, while it is wanted or held.</summary>
    Timestamp? Request { get; }

    /// <summary>The process wants in. Only in <see cref="Phase.Released"/>.</summary>
    void Enter(Effects effects);

    /// <summary>The process leaves. Only in <see cref="Phase.Held"/>.</summary>
    void Exit(Effects effects);

    /// <summary>The process no longer wants in. Only in <see cref="Phase.Wanted"/>.</summary>
    void Withdraw(Effects effects);

    /// <summary>A message arrived. From a process that is not of the group: ignored.</summary>
    void Receive(MutexProtocol.IWireMessage message, Effects effects);

    /// <summary>The resend interval went by: what was not answered for a whole interval is sent again.</summary>
    void ResendDue(Effects effects);

    /// <summary>
    /// Passes the whole state through <paramref name="codec"/>, which writes it or puts another in its place: everything that a later step depends on, and
    /// nothing else, so that two processes with the same bytes go on alike.
    /// </summary>
    void Exchange(StateCodec codec);

    /// <summary>Throws where an invariant of the algorithm does not hold.</summary>
    /// <exception cref="InvalidOperationException">With the number of the invariant and the state.</exception>
    void Check();
}
