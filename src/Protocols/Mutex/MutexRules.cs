using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex;

/// <summary>Where a process stands towards the critical section, in the words of Ricart and Agrawala.</summary>
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
/// What the rules of all the algorithms have in common: who the process is, where it stands, its standing request, and a logical clock that numbers
/// its requests. An algorithm adds what follows from each input.
/// </summary>
/// <remarks>
/// A command that the phase excludes is refused here, and a message from nobody of the group is ignored. What no algorithm may break is invariant
/// (0): a request stands exactly while the process is wanted or held, and is its own.
/// </remarks>
public abstract class MutexRules : IMachine
{
    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    protected MutexRules(ProcessId self, int processes)
    {
        if (!self.IsOneOf(processes))
            throw new ArgumentOutOfRangeException(nameof(self), self, $"self must be from 1 to {processes}, was [{self}].");
        (Self, Processes) = (self, processes);
    }

    /// <summary>Where the process stands.</summary>
    public Phase Phase { get; private set; }

    /// <summary>The process's own request, while it is wanted or held.</summary>
    public Timestamp? Request { get; private set; }

    /// <summary>The process itself.</summary>
    protected ProcessId Self { get; }

    /// <summary>N.</summary>
    protected int Processes { get; }

    /// <summary>The clock of the latest request made, or of a later one that <see cref="AdvanceClock"/> has seen.</summary>
    protected long Clock { get; private set; }

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        switch (input.Kind)
        {
            case InputKind.Message when input.Message is IWireMessage message: Receive(message, outbox); break;
            case InputKind.Command: On(input.Command!, outbox); break;
            case InputKind.Timer: OnTimer(input.Timer, outbox); break;
            case InputKind.Start or InputKind.Restart: Begin(outbox); break;
        }
    }

    /// <summary>The process wants in: answered by <see cref="Asked"/>, or refused unless it is released.</summary>
    public void Enter(Outbox outbox)
    {
        if (Refuses(MutexProtocol.Enter.Instance, Phase.Released, outbox))
            return;
        var request = Stamp();
        (Phase, Request) = (Phase.Wanted, request);
        outbox.Note(new Asked(request));
        Ask(request, outbox);
    }

    /// <summary>The process leaves; refused unless it is inside.</summary>
    public void Exit(Outbox outbox)
    {
        if (Refuses(MutexProtocol.Exit.Instance, Phase.Held, outbox))
            return;
        var request = End();
        outbox.Note(new Left(request));
        Leave(request, outbox);
    }

    /// <summary>
    /// The process no longer wants in. Where it is inside already nothing comes of it: <see cref="Entered"/> was on its way. Refused where it is released.
    /// </summary>
    public void Withdraw(Outbox outbox)
    {
        if (Phase == Phase.Held || Refuses(MutexProtocol.Withdraw.Instance, Phase.Wanted, outbox))
            return;
        var request = End();
        outbox.Tell(new Withdrawn(request));
        GiveUp(request, outbox);
    }

    /// <summary>A message arrived. From a process that is not of the group: ignored.</summary>
    public void Receive(IWireMessage message, Outbox outbox)
    {
        if (message.From != Self && message.From.IsOneOf(Processes))
            Take(message, outbox);
    }

    /// <summary>
    /// The resend interval went by: what was not answered for a whole interval is sent again. Nothing, but in an algorithm that bears the loss of messages.
    /// </summary>
    public virtual void ResendDue(Outbox outbox)
    {
    }

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        Phase = (Phase)codec.Number((long)Phase);
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
    protected abstract void Ask(Timestamp request, Outbox outbox);

    /// <summary>The process is released now, and was inside with <paramref name="request"/>.</summary>
    protected abstract void Leave(Timestamp request, Outbox outbox);

    /// <summary>The process is released now, and was wanted with <paramref name="request"/>; by default what follows from an exit.</summary>
    protected virtual void GiveUp(Timestamp request, Outbox outbox) => Leave(request, outbox);

    /// <summary>The process begins, or comes back from a crash with what it knew; default nothing.</summary>
    protected virtual void Begin(Outbox outbox)
    {
    }

    /// <summary>A timer fired; default nothing.</summary>
    protected virtual void OnTimer(TimerId timer, Outbox outbox)
    {
    }

    /// <summary>A message arrived from another process of the group.</summary>
    protected abstract void Take(IWireMessage message, Outbox outbox);

    /// <summary>The clock is never behind a timestamp seen, so that the next request goes after it.</summary>
    protected virtual void AdvanceClock(Timestamp seen) => Clock = Math.Max(Clock, seen.Clock);

    /// <summary>A timestamp later than all those made or seen.</summary>
    protected Timestamp Stamp() => new(++Clock, Self);

    /// <summary>Sends <paramref name="message"/> to every other process.</summary>
    protected void SendToOthers(IWireMessage message, Outbox outbox)
    {
        for (var id = 1; id <= Processes; id++)
        {
            if (id != Self.Value)
                outbox.Send(new ProcessId(id), message);
        }
    }

    /// <summary>The standing request is granted: the process goes in.</summary>
    protected void GoIn(Outbox outbox)
    {
        Phase = Phase.Held;
        outbox.Tell(new Entered(Request!.Value));
    }

    /// <summary>Throws if invariant number <paramref name="invariant"/> does not hold.</summary>
    protected void Holds(int invariant, bool holds)
    {
        if (!holds)
            throw new BrokenRuleException($"Invariant ({invariant}) must hold, was [{this}].");
    }

    private Timestamp End()
    {
        var request = Request!.Value;
        (Phase, Request) = (Phase.Released, null);
        return request;
    }

    private void On(ICommand command, Outbox outbox)
    {
        switch (command)
        {
            case MutexProtocol.Enter: Enter(outbox); break;
            case MutexProtocol.Exit: Exit(outbox); break;
            case MutexProtocol.Withdraw: Withdraw(outbox); break;
        }
    }

    private bool Refuses(ICommand command, Phase needed, Outbox outbox)
    {
        if (Phase == needed)
            return false;
        outbox.Tell(new Refused(command, Phase));
        return true;
    }
}
