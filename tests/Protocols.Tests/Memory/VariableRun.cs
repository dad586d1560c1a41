using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// A variable without actors or a network: the caller plays its clients. A judge that sees only commands and effects keeps
/// its own record. After each step a codec copies the state of the machine into another machine, as in the explorer.
/// </summary>
internal sealed class VariableRun : IHost, IStepObserver
{
    private readonly Variable _machine;
    private readonly Driver _driver;
    private readonly MessageStash _stash = new();
    private readonly StateCodec _codec = new();
    private readonly Dictionary<TimerId, Timestamp> _leases = [];
    private readonly bool _keepsRules;

    public VariableRun(VariableLimits limits, WriterPriorityLock? rules = null)
    {
        _keepsRules = rules is null;
        _machine = new Variable(limits, rules);
        _driver = new Driver(new ProcessId(1), _machine, new Outbox(), this, this);
        Judge = new LockJudge(limits.MostWaiting);
        Take(Input.Start);
    }

    public LockJudge Judge { get; }

    /// <summary>The violations that the judge saw.</summary>
    public IReadOnlyList<string> Violations => Judge.Violations;

    /// <summary>The most commands ever kept, for those that wait and for those gone.</summary>
    public int MostKept { get; private set; }

    /// <summary>What the variable said about claims, in order.</summary>
    public List<ClaimNote> Notes { get; } = [];

    public void Send(ProcessId client, IVariableCommand command)
    {
        Judge.Sent(client, command);
        Take(Input.Of(client, command));
    }

    public void ClientGone(ProcessId client)
    {
        Judge.ClientGone(client);
        Take(Input.Gone(client));
    }

    /// <summary>The lease of a lock that is held runs out; nothing, if it has no timer.</summary>
    public void LeaseOver(Timestamp held)
    {
        var timer = _leases.FirstOrDefault(lease => lease.Value == held).Key;
        if (!_leases.Remove(timer))
            return;
        Judge.LeaseOver(held);
        Take(Input.Of(timer));
    }

    /// <summary>Releases whatever is held until nobody waits. If somebody waits for ever, that is a violation.</summary>
    public void LetAllLeave()
    {
        for (var rounds = 0; Judge.Holders.Count > 0 && rounds < 10_000; rounds++)
        {
            var held = Judge.Holders.First().Key;
            Send(held.Process, new Release(1_000_000 + rounds, "x", held.Clock));
        }
        Judge.Finish();
    }

    void IStepObserver.Observe(in Step step)
    {
        Timestamp? granted = null;
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is Granted lease)
                granted = new Timestamp(lease.Id, effect.To);
            if (effect.Output is ClaimNote note)
                Notes.Add(note);
        }
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Kind == EffectKind.Set)
                _leases[effect.Timer] = granted!.Value;
        }
    }

    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        foreach (ref readonly var send in sends)
            Judge.Answered(send.To, (IWireMessage)send.Message!);
    }

    void IHost.Tell(IOutput output) => Assert.Fail($"a variable told {output}");

    void IHost.Set(TimerId timer, TimeSpan after) => Judge.LeaseStarted(_leases[timer]);

    void IHost.Cancel(TimerId timer)
    {
        Assert.True(_leases.Remove(timer, out var held), $"{timer} is cancelled, and was not set");
        Judge.LeaseEnded(held);
    }

    void IHost.Store(IRecord record) => Assert.Fail($"a variable stored {record}");

    void IHost.Watch(ProcessId process) => Judge.Watched(process);

    void IHost.Unwatch(ProcessId process) => Judge.Unwatched(process);

    void IHost.Keep(int queue, in Input message) => _stash.Keep(queue, message);

    void IHost.LetIn(int queue, int count) => _stash.LetIn(queue, count);

    void IHost.Compact(int queue, IReadOnlyList<bool> stays) => _stash.Compact(queue, stays);

    private void Take(Input input)
    {
        do
        {
            _driver.Take(input, TimeSpan.Zero);
            Reload();
        }
        while (_stash.TryReturn(out input));
        if (_keepsRules)
            _machine.Check();
        MostKept = Math.Max(MostKept, _stash.Count);
        Judge.Settled();
    }

    // The codec reads what it wrote: the bytes hold everything that matters, and nothing else.
    private void Reload()
    {
        _codec.Write();
        _machine.Exchange(_codec);
        var state = _codec.Written.ToArray();
        _codec.Read(state);
        _machine.Exchange(_codec);
        _codec.Write();
        _machine.Exchange(_codec);
        Assert.Equal(state, _codec.Written.ToArray());
    }
}
