using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>What a variable keeps for its clients is bounded, and what a client gives back is free again.</summary>
public sealed class LockLimitTests
{
    private static readonly MemorySettings Settings = new(100, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), 1, new(1))
    {
        MostLocks = 4,
        MostLocksOfClient = 2,
        MostClaims = 5,
    };

    private readonly VariableEffects<int> _effects = new();
    private readonly ClaimBudget _budget = new(5);

    [Fact]
    public void A_client_has_no_more_locks_than_it_may_held_or_waited_for()
    {
        var x = Variable();
        Assert.IsType<Granted>(Send(x, 1, new AcquireRead(1, "x")));
        Assert.Null(Send(x, 1, new AcquireWrite(2, "x")));                                      // waits
        Assert.Equal(new Refused(3, new Refusal.TooManyLocksOfClient(2)), Send(x, 1, new AcquireRead(3, "x")));
        Assert.IsType<Granted>(Send(Variable(), 1, new AcquireRead(3, "y")));                   // of another variable
        Assert.IsType<Released>(Send(x, 1, new Release(4, "x", 2)));
        Assert.IsType<Granted>(Send(x, 1, new AcquireRead(5, "x")));
    }

    [Fact]
    public void A_variable_has_no_more_locks_than_it_may_whoever_has_them()
    {
        var x = Variable();
        for (var client = 1; client <= 4; client++)
            Assert.IsType<Granted>(Send(x, client, new AcquireRead(1, "x")));
        Assert.Equal(new Refused(1, new Refusal.TooManyLocks(4)), Send(x, 5, new AcquireRead(1, "x")));
        Assert.IsType<Current>(Send(x, 5, new Read(2, "x")));
        Assert.IsType<Granted>(Send(x, 1, new AcquireRead(1, "x")));                            // a copy: its lease begins anew
        x.LeaseDue(1, 1, _effects);
        _effects.Clear();
        Assert.IsType<Granted>(Send(x, 5, new AcquireRead(3, "x")));
    }

    [Fact]
    public void All_variables_together_keep_no_more_than_they_may()
    {
        var (x, y) = (Variable(), Variable());
        Assert.IsType<Granted>(Send(x, 1, new AcquireWrite(1, "x")));
        for (var id = 2; id <= 5; id++)
            Assert.Null(Send(x, 2, new Read(id, "x")));
        Assert.Equal(new Refused(6, new Refusal.MemoryFull(5)), Send(x, 2, new Read(6, "x")));
        Assert.Equal(new Refused(1, new Refusal.MemoryFull(5)), Send(y, 3, new AcquireRead(1, "y")));
        Assert.IsType<Current>(Send(y, 3, new Read(2, "y")));                                   // nothing of it is kept
        x.ClientGone(2, _effects);
        _effects.Clear();
        Assert.All([1, 2, 3, 4], _ => Assert.True(_budget.TryTake()));
        Assert.False(_budget.TryTake());
    }

    private VariableRules<int> Variable() =>
        new(Settings, new WriterPriorityLock<int>(new LockLimits(Settings.MostWaiting, Settings.MostLocks, Settings.MostLocksOfClient, _budget)));

    /// <summary>The answer to the sender; null: none yet.</summary>
    private IWireMessage? Send(VariableRules<int> variable, int client, IVariableCommand command)
    {
        variable.Arrive(client, command, _effects);
        IWireMessage? answer = null;
        foreach (ref readonly var effect in _effects.Items)
        {
            if (effect.Kind == VariableEffectKind.Reply && effect.Client == client && effect.Message!.Id == command.Id)
                answer = effect.Message;
        }
        _effects.Clear();
        return answer;
    }
}
