using Akka.Event;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// The machine of a client, for all threads of a process: whoever has the gate takes a step, on its own thread. It keeps the
/// machine, its driver, its clock and its timers, and whether it has ended.
/// </summary>
/// <remarks>
/// Two things may end it: <see cref="End"/>, and a machine that throws. No step is taken after that. Everything here is to be
/// used under <see cref="Gate"/>, and no code of the user runs under it.
/// </remarks>
internal sealed class ClientSteps : IPlainHost
{
    private readonly VoterLinks _links;
    private readonly IParts _parts;
    private readonly ILoggingAdapter _log;
    private readonly LeaseClock _clock;
    private readonly MachineTimers _timers;
    private readonly Driver _driver;
    private int _sleeps;

    /// <summary>A client that has not begun: its first step is to be <see cref="Input.Start"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="holder">Who the client is, for people.</param>
    /// <param name="links">Where its messages go.</param>
    /// <param name="parts">Who gets the rest.</param>
    /// <param name="log">For the operator.</param>
    public ClientSteps(GroupSettings group, string? holder, VoterLinks links, IParts parts, ILoggingAdapter log)
    {
        (_links, _parts, _log) = (links, parts, log);
        _clock = new LeaseClock(group.Clock, group.Terms.Lease, group.Terms.Margin);
        _timers = new MachineTimers(group.Clock, OnDue);
        var self = new ProcessId(group.Terms.Voters + 1);
        var session = new SessionId(RandomNumbers.Next());
        Machine = new VariablesClient(self, session, new QuorumClient(self, group.Terms, session, holder));
        _driver = new Driver(self, Machine, new Outbox(), null, this);
    }

    /// <summary>What is above the machine.</summary>
    public interface IParts
    {
        /// <summary>The machine says something, within a step.</summary>
        void On(IOutput output);

        /// <summary>A step was taken. More that belongs to it is to be given to <see cref="Continue"/> now.</summary>
        void OnStepTaken();

        /// <summary>The machine has failed: nobody may trust what it holds.</summary>
        void OnFailed();
    }

    /// <summary>Lets one thread at a time take steps.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The machine, for what it can be asked.</summary>
    public VariablesClient Machine { get; }

    /// <summary>Whether no further step is taken.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether this computer may have slept since the step before.</summary>
    public bool HasSlept { get; private set; }

    /// <summary>The clock of the machine.</summary>
    public TimeSpan Now()
    {
        var now = _clock.Read();
        if (_clock.Sleeps != _sleeps)
        {
            (_sleeps, HasSlept) = (_clock.Sleeps, true);
            _log.Warning(
                "The wall clock ran ahead of the monotonic clock: this machine may have slept. All locks count as lost.");
        }
        return now;
    }

    /// <summary>Takes a step. If the machine fails, it ends.</summary>
    public void Take(in Input input)
    {
        try
        {
            Continue(input);
            HasSlept = false;
            _parts.OnStepTaken();
        }
        catch (Exception broken)
        {
            Fail(broken);
        }
    }

    /// <summary>Takes one more step, within <see cref="IParts.OnStepTaken"/>.</summary>
    public void Continue(in Input input) => _driver.Take(input, Now());

    /// <summary>The machine looks at the clock, and tells what it has lost meanwhile.</summary>
    public void Look() => Take(Input.Of(new QuorumClientProtocol.GiveUp(0))); // there is no such claim

    /// <summary>Takes no further step.</summary>
    public void End()
    {
        IsEnded = true;
        _timers.Clear();
    }

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends) => _links.Send(sends);

    /// <inheritdoc/>
    void IHost.Tell(IOutput output) => _parts.On(output);

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after) => _timers.Set(timer, after);

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => _timers.Cancel(timer);

    private void OnDue(MachineTimers.Due due)
    {
        lock (Gate)
        {
            if (!IsEnded && _timers.Take(due))
                Take(Input.Of(due.Id));
        }
    }

    private void Fail(Exception broken)
    {
        _log.Error("The lock client has broken a rule of its protocol; all locks count as lost: {0}", broken.Message);
        End();
        _parts.OnFailed();
    }
}
