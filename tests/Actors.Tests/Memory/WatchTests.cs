using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Watches of the variables of one server, under a clock that the tests move.</summary>
public sealed class WatchTests : TestKit
{
    private const string VirtualTime = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        coterie.memory.most-watches = 2
        """;

    private static readonly SessionId Me = new(300);

    private readonly IActorRef _memory;
    private readonly Dictionary<long, Changes> _pages = []; // by question
    private long _id;

    public WatchTests()
        : base(ConfigurationFactory.ParseString(VirtualTime).WithFallback(CoterieConfiguration.Load([])))
    {
        var settings = CoterieSettings.Read(Sys.Settings.Config).Memory;
        _memory = Sys.ActorOf(MemoryActor.Props(settings), MemoryActor.Name);
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task First_comes_what_there_is_and_then_every_change()
    {
        await WriteAsync("b", 2);
        await WriteAsync("a", 1);
        await WriteAsync("c", 1);
        await ExpectAsync(Ask(0, "", isPrefix: true), 1, isListed: true, At("a", 1, 1), At("b", 2, 1), At("c", 1, 1));
        var next = Ask(1, "", isPrefix: true);
        await WriteAsync("b", 3);
        await ExpectAsync(next, 2, isListed: false, At("b", 3, 2));
        next = Ask(2, "", isPrefix: true);
        await WriteAsync("d", 4);
        await ExpectAsync(next, 3, isListed: false, At("d", 4, 1));
    }

    [Fact]
    public async Task A_page_that_was_lost_is_sent_again_as_it_was()
    {
        await WriteAsync("x", 1);
        await ExpectAsync(Ask(0), 1, isListed: true, At("x", 1, 1));
        await WriteAsync("x", 2);
        await ExpectAsync(Ask(0), 1, isListed: true, At("x", 1, 1));
        await ExpectAsync(Ask(1), 2, isListed: false, At("x", 2, 2));
    }

    [Fact]
    public async Task Whoever_is_slow_gets_only_the_latest_value()
    {
        await ExpectAsync(Ask(0), 1, isListed: true);
        for (var value = 1; value <= 5; value++)
            await WriteAsync("x", value);
        await ExpectAsync(Ask(1), 2, isListed: false, At("x", 5, 5));
    }

    [Fact]
    public async Task A_deletion_is_told_and_a_lock_alone_is_not()
    {
        await WriteAsync("x", 1);
        await ExpectAsync(Ask(0), 1, isListed: true, At("x", 1, 1));
        _memory.Tell(new AcquireRead(++_id, "x"), TestActor);
        await ExpectMsgAsync<Granted>();
        _memory.Tell(new Release(++_id, "x", _id - 1), TestActor);
        await ExpectMsgAsync<Released>();
        _memory.Tell(new Operate(++_id, "x", new Operation.Write(null), Me), TestActor);
        await ExpectMsgAsync<Operated>();
        await ExpectAsync(Ask(1), 2, isListed: false, new WatchedVariable("x", null, 2));
    }

    [Fact]
    public async Task If_there_is_nothing_to_tell_the_answer_comes_after_the_patience_of_the_client()
    {
        await ExpectAsync(Ask(0), 1, isListed: true);
        var patient = Ask(1);
        await FenceAsync();
        Scheduler.Advance(TimeSpan.FromSeconds(4));
        await FenceAsync();
        Assert.DoesNotContain(patient, _pages.Keys);
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        await ExpectAsync(patient, 1, isListed: false);
    }

    [Fact]
    public async Task A_watch_that_nobody_asks_about_is_forgotten_and_begins_anew()
    {
        await WriteAsync("x", 1);
        await ExpectAsync(Ask(0), 1, isListed: true, At("x", 1, 1));
        await WriteAsync("x", 2);
        await ExpectAsync(Ask(1), 2, isListed: false, At("x", 2, 2));
        Scheduler.Advance(LeaseOfWatch);
        long question;
        do
        {
            question = Ask(2);
            Keep(await ExpectMsgAsync<Changes>());
        }
        while (_pages[question].Number == 2); // it stops just now
        await ExpectAsync(question, 1, isListed: true, At("x", 2, 2));
    }

    [Fact]
    public async Task More_watches_than_there_may_be_are_refused()
    {
        await ExpectAsync(Ask(0, number: 1), 1, isListed: true);
        await ExpectAsync(Ask(0, number: 2), 1, isListed: true);
        Ask(0, number: 3);
        await ExpectMsgAsync(new Refused(_id, new Refusal.TooManyWatches(2)));
        Ask(0, "a b", number: 3);
        await ExpectMsgAsync(new Refused(_id, new Refusal.BadName()));
    }

    [Fact]
    public async Task Values_that_are_long_come_in_several_pages()
    {
        var text = VariableValue.Of(new string('a', 20_000));
        foreach (var name in (string[])["a", "b", "c"])
        {
            _memory.Tell(new Operate(++_id, name, new Operation.Write(text), Me), TestActor);
            await ExpectMsgAsync<Operated>();
        }
        await ExpectAsync(Ask(0, "", isPrefix: true), 1, isListed: false, new WatchedVariable("a", text, 1));
        await ExpectAsync(Ask(1, "", isPrefix: true), 2, isListed: false, new WatchedVariable("b", text, 1));
        await ExpectAsync(Ask(2, "", isPrefix: true), 3, isListed: true, new WatchedVariable("c", text, 1));
    }

    [Fact]
    public async Task A_variable_that_failed_is_told_as_gone()
    {
        await WriteAsync("x", 1);
        await ExpectAsync(Ask(0), 1, isListed: true, At("x", 1, 1));
        Sys.ActorSelection("/user/memory/x").Tell(Kill.Instance);
        await ExpectAsync(Ask(1), 2, isListed: false, new WatchedVariable("x", null, 0));
    }

    private static WatchedVariable At(string name, int value, long version) => new(name, VariableValue.Of(value), version);

    private long Ask(long page, string name = "x", bool isPrefix = false, long number = 1)
    {
        _memory.Tell(new Watch(++_id, name, isPrefix, Me, number, page, TimeSpan.FromSeconds(5)), TestActor);
        return _id;
    }

    private async Task ExpectAsync(long question, long number, bool isListed, params WatchedVariable[] page)
    {
        while (!_pages.ContainsKey(question))
            Keep(await ExpectMsgAsync<Changes>());
        var answer = _pages[question];
        Assert.Equal((number, isListed), (answer.Number, answer.IsListed));
        Assert.Equal(page, answer.Page);
    }

    private void Keep(Changes changes) => _pages.Add(changes.Id, changes);

    private async Task WriteAsync(string name, int value)
    {
        _memory.Tell(new Write(++_id, name, new(value)), TestActor);
        await PassAsync<Written>(_id);
    }

    // The watch, the only child of the memory, has taken everything that was sent to the memory before.
    private async Task FenceAsync()
    {
        _memory.Tell(new MemoryProtocol.List(++_id, ""), TestActor);
        await PassAsync<Refused>(_id);
        Sys.ActorSelection("/user/memory/*").Tell(new Identify(_id), TestActor);
        await ExpectMsgAsync<ActorIdentity>();
    }

    private async Task PassAsync<T>(long id)
        where T : IWireMessage
    {
        var message = await ExpectMsgAsync<IWireMessage>();
        for (; message is Changes changes; message = await ExpectMsgAsync<IWireMessage>())
            Keep(changes);
        Assert.Equal(id, Assert.IsType<T>(message).Id);
    }
}
