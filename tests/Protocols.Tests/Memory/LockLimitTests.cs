using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;
using Kinds = Coterie.Protocols.Memory.Variable;

namespace Coterie.Tests.Memory;

/// <summary>What a variable keeps for its clients is limited, and what a client gives back is free again.</summary>
public sealed class LockLimitTests
{
    private readonly Outbox _outbox = new();
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
        Assert.IsType<Granted>(Send(x, 1, new AcquireRead(1, "x")));                            // a copy: its lease starts again
        Take(x, Input.Of(new TimerId(Kinds.LeaseKind, 1)));                                     // the lease of client 1
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
        Take(x, Input.Gone(Client(2)));
        Assert.Equal(4, FreePlaces());
    }

    [Fact]
    public void The_budget_gets_back_what_a_variable_has_of_it_when_the_variable_ends()
    {
        var x = Variable();
        Assert.IsType<Granted>(Send(x, 1, new AcquireWrite(1, "x")));
        Assert.Null(Send(x, 2, new Read(2, "x")));
        x.End();
        Assert.Equal(5, FreePlaces());
    }

    [Fact]
    public void A_restart_forgets_what_waited_and_starts_every_lease_again()
    {
        var x = Variable();
        Assert.IsType<Granted>(Send(x, 1, new AcquireRead(1, "x", TimeSpan.FromSeconds(3))));
        Assert.Null(Send(x, 2, new Write(2, "x", new(5))));
        Assert.Null(Send(x, 3, new Read(3, "x")));
        x.On(Input.Restart([]), TimeSpan.Zero, _outbox);
        Assert.Equal(
            [(EffectKind.Watch, Client(1), default), (EffectKind.Set, default, TimeSpan.FromSeconds(3))],
            _outbox.Items.ToArray().Select(effect => (effect.Kind, effect.To, effect.After)));
        _outbox.Clear();
        x.Check();
        Assert.Equal(4, FreePlaces());
    }

    private Variable Variable() => new(new VariableLimits(100, MostLocks: 4, MostLocksOfClient: 2) { Budget = _budget });

    private static ProcessId Client(int number) => new(1 + number);

    private int FreePlaces()
    {
        var count = 0;
        while (_budget.TryTake())
            count++;
        return count;
    }

    private void Take(Variable variable, Input input)
    {
        variable.On(input, TimeSpan.Zero, _outbox);
        _outbox.Clear();
    }

    /// <summary>The answer to the sender; null: none yet.</summary>
    private IWireMessage? Send(Variable variable, int client, IVariableCommand command)
    {
        variable.On(Input.Of(Client(client), command), TimeSpan.Zero, _outbox);
        IWireMessage? answer = null;
        foreach (ref readonly var effect in _outbox.Items)
        {
            if (effect.To == Client(client) && effect.Message is IWireMessage message && message.Id == command.Id)
                answer = message;
        }
        _outbox.Clear();
        return answer;
    }
}
