using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex;

/// <summary>The phase of a process, in the words of Ricart and Agrawala.</summary>
public enum Phase
{
    /// <summary>Outside, and not asking.</summary>
    Released,

    /// <summary>Outside, with a standing request.</summary>
    Wanted,

    /// <summary>Inside.</summary>
    Held,
}

/// <summary>
/// What the rules of all algorithms have in common: the process, its phase, its standing request, and a logical clock that
/// numbers its requests. An algorithm adds what follows from each input.
/// </summary>
/// <remarks>
/// This class refuses a command that the phase excludes, and ignores a message from outside the group. Invariant (0) is common to
/// all algorithms: a request stands exactly while the phase is wanted or held, and it is the process's own.
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

    private bool _notesState;
    private bool _notesClock;
    private string? _noted; // the state that was noted last

    /// <summary>The phase of the process.</summary>
    public Phase Phase { get; private set; }

    /// <summary>The process's own request while the phase is wanted or held; otherwise null.</summary>
    public Timestamp? Request { get; private set; }

    /// <summary>The process itself.</summary>
    protected ProcessId Self { get; }

    /// <summary>N.</summary>
    protected int Processes { get; }

    /// <summary>
    /// The clock of the process's latest request, or of a later request that <see cref="AdvanceClock"/> has seen.
    /// </summary>
    protected long Clock { get; private set; }

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        switch (input.Kind)
        {
            case InputKind.Message when input.Message is IWireMessage message: Receive(message, outbox); break;
            case InputKind.Message when input.Message is ISignedMessage other: TakeOther(other, outbox); break;
            case InputKind.Command: On(input.Command!, outbox); break;
            case InputKind.Timer: OnTimer(input.Timer, outbox); break;
            case InputKind.Start or InputKind.Restart: Begin(outbox); break;
        }
        if (_notesState)
            NoteState(outbox);
    }

    /// <summary>The process wants to enter: answered by <see cref="Asked"/>; refused if it is not released.</summary>
    public void Enter(Outbox outbox)
    {
        if (Refuses(MutexProtocol.Enter.Instance, Phase.Released, outbox))
            return;
        var request = Stamp();
        (Phase, Request) = (Phase.Wanted, request);
        outbox.Note(new Asked(request));
        Ask(request, outbox);
    }

    /// <summary>The process leaves; refused if it is not inside.</summary>
    public void Exit(Outbox outbox)
    {
        if (Refuses(MutexProtocol.Exit.Instance, Phase.Held, outbox))
            return;
        var request = End();
        outbox.Note(new Left(request));
        Leave(request, outbox);
    }

    /// <summary>
    /// The process no longer wants to enter. If it is inside already, nothing happens: <see cref="Entered"/> was on its way.
    /// Refused if it is released.
    /// </summary>
    public void Withdraw(Outbox outbox)
    {
        if (Phase == Phase.Held || Refuses(MutexProtocol.Withdraw.Instance, Phase.Wanted, outbox))
            return;
        var request = End();
        outbox.Tell(new Withdrawn(request));
        GiveUp(request, outbox);
    }

    /// <summary>A message arrived. It is ignored if its sender is not another process of the group.</summary>
    public void Receive(IWireMessage message, Outbox outbox)
    {
        if (message.From != Self && message.From.IsOneOf(Processes))
            Take(message, outbox);
    }

    /// <summary>
    /// The resend interval has passed: what was not answered for a whole interval is sent again. Default: nothing; an algorithm
    /// that tolerates lost messages overrides it.
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
    public override string ToString() =>
        $"process {Self}: {Phase}, request {Request?.ToString() ?? "none"}, clock {Clock}, {Details}";

    /// <summary>The state of the algorithm, for the message of an error and for observers, in the words of the paper.</summary>
    protected abstract string Details { get; }

    /// <summary>The phase is wanted now, with <paramref name="request"/>.</summary>
    protected abstract void Ask(Timestamp request, Outbox outbox);

    /// <summary>The process is released now, and was inside with <paramref name="request"/>.</summary>
    protected abstract void Leave(Timestamp request, Outbox outbox);

    /// <summary>
    /// The process is released now, and was wanted with <paramref name="request"/>; default: the same as on an exit.
    /// </summary>
    protected virtual void GiveUp(Timestamp request, Outbox outbox) => Leave(request, outbox);

    /// <summary>The process begins, or comes back from a crash with its state; default: nothing.</summary>
    protected virtual void Begin(Outbox outbox)
    {
    }

    /// <summary>A timer fired; default: nothing.</summary>
    protected virtual void OnTimer(TimerId timer, Outbox outbox)
    {
    }

    /// <summary>A message arrived from another process of the group.</summary>
    protected abstract void Take(IWireMessage message, Outbox outbox);

    /// <summary>A message arrived that never goes over a wire; default: nothing.</summary>
    protected virtual void TakeOther(ISignedMessage message, Outbox outbox)
    {
    }

    /// <summary>
    /// Sets the clock so that it is not behind a timestamp that was seen; the next request then comes after it.
    /// </summary>
    protected virtual void AdvanceClock(Timestamp seen) => Clock = Math.Max(Clock, seen.Clock);

    /// <summary>A timestamp that is later than all that were made or seen.</summary>
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

    /// <summary>The standing request is granted: the process enters.</summary>
    protected void GoIn(Outbox outbox)
    {
        Phase = Phase.Held;
        outbox.Tell(new Entered(Request!.Value));
    }

    /// <summary>Throws if invariant number <paramref name="invariant"/> does not hold.</summary>
    protected void Holds(int invariant, bool holds) => Invariant.Holds(this, invariant, holds);

    /// <summary>Takes the settings that all algorithms have in common, before the first input.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="hasTimestamps">Whether the clock belongs to the state that is noted.</param>
    internal void Prepare(MutexSettings settings, bool hasTimestamps) =>
        (Clock, _notesState, _notesClock) = (settings.Clock, settings.NotesState, hasTimestamps);

    private void NoteState(Outbox outbox)
    {
        var state = _notesClock ? $"clock {Clock}, {Details}" : Details;
        if (state == _noted)
            return;
        _noted = state;
        outbox.Note(new State(state));
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
