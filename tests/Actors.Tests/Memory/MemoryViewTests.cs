using Akka.Actor;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Who reads and writes a variable, for people.</summary>
public sealed class MemoryViewTests : VariableTest
{
    private static readonly Access Reading = new(LockMode.Read, IsLock: true);
    private static readonly Access Writing = new(LockMode.Write, IsLock: true);

    [Fact]
    public async Task Those_that_hold_come_before_those_that_wait_and_the_longest_first()
    {
        var (a, b, c) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Assert.Equal(new VariableView("x", null, []), await LookAsync(), Same);
        await ExpectAsync(a, new Write(1, "x", new(5)), new Written(1));
        await ExpectAsync(a, new AcquireRead(2, "x", Seconds(20)), new Granted(2, Seconds(20)));
        Advance(Seconds(1));
        X.Tell(new AcquireWrite(1, "x", Seconds(30)), b);
        X.Tell(new Read(1, "x"), c);
        await FenceAsync(c);
        Advance(Seconds(2));
        Assert.Equal(
            new VariableView(
                "x",
                VariableValue.Of(5),
                [
                    new("this process", Reading, true, Seconds(3), Seconds(17)),
                    new("this process", Writing, false, Seconds(2), null),
                    new("this process", new Access(LockMode.Read), false, Seconds(2), null),
                ]),
            await LookAsync(),
            Same);
    }

    [Fact]
    public async Task A_claim_is_gone_once_it_was_given_back_or_its_lease_ran_out_or_its_client_stopped()
    {
        var (a, b, c) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        await ExpectAsync(a, new AcquireWrite(1, "x", Seconds(20)), new Granted(1, Seconds(20)));
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        Assert.Empty((await LookAsync()).Claims);
        await ExpectAsync(a, new AcquireWrite(3, "x", Seconds(20)), new Granted(3, Seconds(20)));
        Advance(Seconds(5));
        await ExpectAsync(a, new AcquireWrite(3, "x", Seconds(20)), new Granted(3, Seconds(20))); // it starts again
        Assert.Equal(Seconds(20), Assert.Single((await LookAsync()).Claims).TimeLeft);
        X.Tell(new AcquireWrite(1, "x", Seconds(30)), b);
        await FenceAsync(b);
        Advance(Seconds(20));
        await a.ExpectMsgAsync(new Expired(3));
        await b.ExpectMsgAsync(new Granted(1, Seconds(30)));
        Assert.Equal(
            [new VariableClaimView("this process", Writing, true, TimeSpan.Zero, Seconds(30))], (await LookAsync()).Claims);
        X.Tell(new AcquireWrite(1, "x", Seconds(30)), c);
        Sys.Stop(b);
        await c.ExpectMsgAsync(new Granted(1, Seconds(30)));
        Assert.True(Assert.Single((await LookAsync()).Claims).IsInside);
    }

    [Fact]
    public async Task A_memory_shows_its_variables_in_the_order_of_their_names()
    {
        var memory = Sys.ActorOf(MemoryActor.Props(Settings), MemoryActor.Name);
        Assert.Empty((await MemoryView.OfAsync(memory, Seconds(30))).Variables);
        foreach (var name in (string[])["b", "a"])
        {
            memory.Tell(new Write(1, name, new(7)), TestActor);
            await ExpectMsgAsync(new Written(1));
        }
        var view = await MemoryView.OfAsync(memory, Seconds(30));
        Assert.Equal(["a", "b"], view.Variables.Select(variable => variable.Name));
        Assert.All(view.Variables, variable => Assert.Equal(VariableValue.Of(7), variable.Value));
    }

    private static bool Same(VariableView one, VariableView other) =>
        one.Name == other.Name && one.Value == other.Value && one.Claims.SequenceEqual(other.Claims);

    private void Advance(TimeSpan time)
    {
        Clock.Advance(time);
        Time.Advance(time);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private Task<VariableView> LookAsync() => X.Ask<VariableView>(LocalMemoryProtocol.Look.Instance, TimeSpan.FromSeconds(30));
}
