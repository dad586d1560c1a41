using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex;

/// <summary>
/// What the rules of all the algorithms have in common: who the process is, where it stands, its standing request, and a logical clock that numbers its
/// requests. An algorithm adds what follows from each input.
/// </summary>
/// <remarks>
/// An input that the phase excludes is refused here, and a message from nobody of the group is ignored. What no algorithm may break is invariant (0): a request
/// stands exactly while the process is wanted or held, and is its own.
/// </remarks>
public abstract class MutexRules : IMutexRules
{
    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    protected MutexRules(ProcessId self, int processes)
    {
        if (self.Value < 1 || self.Value > processes)
            throw new ArgumentOutOfRangeException(nameof(self), self, $"self must be from 1 to {processes}, was [{self}].");
        (Self, Processes) = (self, processes);
    }

    /// <inheritdoc/>
    public Phase Phase { get; private set; }

    /// <inheritdoc/>
    public Timestamp? Request { get; private set; }

    /// <summary>The process itself.</summary>
    protected ProcessId Self { get; }

    /// <summary>N.</summary>
    protected int Processes { get; }

    /// <summary>The clock of the latest request made, or of a later one that <see cref="AdvanceClock"/> was told of.</summary>
    protected long Clock { get; private set; }

    /// <inheritdoc/>
    public void Enter(Effects effects)
    {
        Require(Phase.Released, nameof(Enter));
        var request = Stamp();
        (Phase, Request) = (Phase.Wanted, request);
        Ask(request, effects);
    }

    /// <inheritdoc/>
    public void Exit(Effects effects)
    {
        Require(Phase.Held, nameof(Exit));
        Leave(End(), effects);
    }

    /// <inheritdoc/>
    public void Withdraw(Effects effects)
    {
        Require(Phase.Wanted, nameof(Withdraw));
        GiveUp(End(), effects);
    }

    /// <inheritdoc/>
    public void Receive(IWireMessage message, Effects effects)
    {
        if (message.From != Self && message.From.Value >= 1 && message.From.Value <= Processes)
            Take(message, effects);
    }

    /// <summary>Nothing, but in an algorithm that bears the loss of messages.</summary>
    public virtual void ResendDue(Effects effects)
    {
    }

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        Phase = codec.Phase(Phase);
        Request = codec.Request(Request);
        Clock = codec.Number(Clock);
    }

    /// <inheritdoc/>
    public virtual void Check()
    {
        Holds(0, Phase == Phase.Released ? Request is null : Request?.Process == Self);
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() => $"process {Self}: {Phase}, request {Request?.ToString() ?? "none"}, clock {Clock}, {Details}";

    /// <summary>The state of the algorithm, for the message of an error.</summary>
    protected abstract string Details { get; }

    /// <summary>The process is wanted now, with <paramref name="request"/>.</summary>
    protected abstract void Ask(Timestamp request, Effects effects);

    /// <summary>The process is released now, and was inside with <paramref name="request"/>.</summary>
    protected abstract void Leave(Timestamp request, Effects effects);

    /// <summary>The process is released now, and was wanted with <paramref name="request"/>; by default what follows from an exit.</summary>
    protected virtual void GiveUp(Timestamp request, Effects effects) => Leave(request, effects);

    /// <summary>A message arrived from another process of the group.</summary>
    protected abstract void Take(IWireMessage message, Effects effects);

    /// <summary>The clock is never behind a timestamp seen, so that the next request goes after it.</summary>
    protected virtual void AdvanceClock(Timestamp seen) => Clock = Math.Max(Clock, seen.Clock);

    /// <summary>A timestamp later than all those made or seen.</summary>
    protected Timestamp Stamp() => new(++Clock, Self);

    /// <summary>Sends <paramref name="message"/> to every other process.</summary>
    protected void SendToOthers(IWireMessage message, Effects effects)
    {
        for (var id = 1; id <= Processes; id++)
        {
            if (id != Self.Value)
                effects.Send(new ProcessId(id), message);
        }
    }

    /// <summary>The standing request is granted: the process goes in.</summary>
    protected void GoIn(Effects effects)
    {
        Phase = Phase.Held;
        effects.Enter(Request!.Value);
    }

    /// <summary>Throws where invariant number <paramref name="invariant"/> does not hold.</summary>
    protected void Holds(int invariant, bool holds)
    {
        if (!holds)
            throw new InvalidOperationException($"Invariant ({invariant}) must hold, was [{this}].");
    }

    private Timestamp End()
    {
        var request = Request!.Value;
        (Phase, Request) = (Phase.Released, null);
        return request;
    }

    private void Require(Phase phase, string input)
    {
        if (Phase != phase)
            throw new InvalidOperationException($"{input} must come in phase {phase}, was [{this}].");
    }
}
