using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using static Coterie.Actors.Memory.LocalMemoryProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>The memory: variables by name.</summary>
public sealed class MemoryActorTests : TestKit
{
    private readonly IActorRef _memory;

    public MemoryActorTests()
        : base(CoterieConfiguration.Load([])) =>
        _memory = Sys.ActorOf(MemoryActor.Props(Settings("coterie.memory.most-variables = 3")), MemoryActor.Name);

    [Fact]
    public async Task A_variable_that_nobody_wrote_reads_0_and_is_not_made()
    {
        await ExpectAsync(new Read(1, "x"), new Current(1, default, IsNeverWritten: true));
        await ExpectListAsync([]);
    }

    [Fact]
    public async Task Variables_have_values_of_their_own_and_are_listed_in_the_order_of_their_names()
    {
        await ExpectAsync(new Write(1, "b", new(2)), new Written(1));
        await ExpectAsync(new Write(2, "B.b-b_9", new(3)), new Written(2));
        await ExpectAsync(new AcquireWrite(3, "a"), new Granted(3, TimeSpan.FromSeconds(30)));
        await ExpectListAsync([new("B.b-b_9", new(3)), new("a", default, IsNeverWritten: true), new("b", new(2))]);
        await ExpectAsync(new Read(4, "b"), new Current(4, new(2)));
    }

    [Fact]
    public async Task A_variable_can_be_addressed_without_the_memory_in_between()
    {
        await ExpectAsync(new Write(1, "x", new(2)), new Written(1));
        Sys.ActorSelection("/user/memory/x").Tell(new Read(2, "x"), TestActor);
        await ExpectMsgAsync(new Current(2, new(2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("$a")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("..%2f")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_name_that_breaks_the_rule_is_refused(string name)
    {
        await ExpectAsync(new Read(1, name), new Refused(1, new Refusal.BadName()));
        await ExpectAsync(new Write(2, name, default), new Refused(2, new Refusal.BadName()));
        await ExpectAsync(new Release(3, name, 1), new Refused(3, new Refusal.BadName()));
        _memory.Tell(new OpenVariable(name), TestActor);
        await ExpectMsgAsync(new NotOpened(name, new Refusal.BadName()));
    }

    [Fact]
    public async Task A_lock_of_a_variable_that_is_not_there_is_not_held()
    {
        await ExpectAsync(new Read(1, "x", 7), new Refused(1, new Refusal.NotHeld()));
        await ExpectAsync(new Write(2, "x", default, 7), new Refused(2, new Refusal.NotHeld()));
        await ExpectAsync(new Release(3, "x", 7), new Refused(3, new Refusal.NotHeld()));
    }

    [Fact]
    public async Task More_variables_than_there_may_be_are_refused_and_the_others_serve_on()
    {
        for (var id = 1; id <= 3; id++)
            await ExpectAsync(new Write(id, $"v{id}", new(id)), new Written(id));
        await ExpectAsync(new Write(4, "v4", default), new Refused(4, new Refusal.TooManyVariables(3)));
        await ExpectAsync(new AcquireRead(5, "v4"), new Refused(5, new Refusal.TooManyVariables(3)));
        await ExpectAsync(new Read(6, "v4"), new Current(6, default, IsNeverWritten: true));
        await ExpectAsync(new Read(7, "v3"), new Current(7, new(3)));
    }

    [Fact]
    public async Task A_variable_that_failed_does_not_come_back_as_0()
    {
        await ExpectAsync(new Write(1, "x", new(5)), new Written(1));
        _memory.Tell(new OpenVariable("x"), TestActor);
        var x = (await ExpectMsgAsync<Opened>()).Variable;
        await WatchAsync(x);
        x.Tell(Kill.Instance);
        await ExpectTerminatedAsync(x);
        await AwaitAssertAsync(() => ExpectAsync(new Read(2, "x"), new Refused(2, new Refusal.VariableFailed())));
        await ExpectAsync(new Write(3, "x", default), new Refused(3, new Refusal.VariableFailed()));
        await ExpectListAsync([]);
    }

    [Fact]
    public async Task A_memory_that_failed_does_not_come_back_without_its_variables()
    {
        await ExpectAsync(new Write(1, "x", new(5)), new Written(1));
        await WatchAsync(_memory);
        _memory.Tell(new Read(2, null!), TestActor);
        _memory.Tell(new Read(3, "x"), TestActor);
        await ExpectTerminatedAsync(_memory);
    }

    [Fact]
    public async Task A_variable_that_was_written_0_is_told_from_one_that_never_was()
    {
        await ExpectAsync(new AcquireWrite(1, "x"), new Granted(1, TimeSpan.FromSeconds(30)));
        await ExpectAsync(new Read(2, "x", 1), new Current(2, default, IsNeverWritten: true));
        await ExpectAsync(new Write(3, "x", default, 1), new Written(3));
        await ExpectAsync(new Read(4, "x", 1), new Current(4, default));
        await ExpectListAsync([new("x", default)]);
    }

    [Fact]
    public async Task Whoever_waits_for_a_list_gets_an_answer_if_a_variable_fails_meanwhile()
    {
        await ExpectAsync(new Write(1, "a", new(1)), new Written(1));
        await ExpectAsync(new Write(2, "b", new(2)), new Written(2));
        _memory.Tell(new OpenVariable("b"), TestActor);
        (await ExpectMsgAsync<Opened>()).Variable.Tell(Kill.Instance);
        _memory.Tell(new MemoryProtocol.List(3), TestActor);
        Assert.Equal(new NamedValue("a", new(1)), (await ExpectMsgAsync<Listing>()).Page[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_list_after_what_is_no_name_is_refused(string after)
    {
        _memory.Tell(new MemoryProtocol.List(1, after), TestActor);
        await ExpectMsgAsync(new Refused(1, new Refusal.BadName()));
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        var memory = Sys.ActorOf(MemoryActor.Props(Settings("coterie.memory.most-variables = 2000")));
        var names = Enumerable.Range(0, 1500).Select(n => $"v{n:D4}").ToList();
        foreach (var name in names)
            memory.Tell(new OpenVariable(name), ActorRefs.NoSender);
        memory.Tell(new MemoryProtocol.List(1), TestActor);
        var first = await ExpectMsgAsync<Listing>();
        memory.Tell(new MemoryProtocol.List(2, first.Page[^1].Name), TestActor);
        var second = await ExpectMsgAsync<Listing>();
        Assert.Equal((1000, false, 500, true), (first.Page.Count, first.IsLast, second.Page.Count, second.IsLast));
        Assert.Equal(names, first.Page.Concat(second.Page).Select(variable => variable.Name));
    }

    private async Task ExpectAsync(IVariableCommand command, IWireMessage answer)
    {
        _memory.Tell(command, TestActor);
        await ExpectMsgAsync(answer);
    }

    private async Task ExpectListAsync(NamedValue[] variables)
    {
        _memory.Tell(new MemoryProtocol.List(9), TestActor);
        var list = await ExpectMsgAsync<Listing>();
        Assert.Equal((9, true), (list.Id, list.IsLast));
        Assert.Equal(variables, list.Page);
    }

    private static MemorySettings Settings(string text) =>
        CoterieSettings.Read(ConfigurationFactory.ParseString(text).WithFallback(CoterieConfiguration.Load([]))).Memory;
}
