using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Locks;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using Microsoft.Extensions.Time.Testing;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Locks;

/// <summary>The host of a client, without actors: the test plays the three voters and the clock.</summary>
public sealed class LockHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Epoch Epoch = new(7, 1);
    private static readonly QuorumTerms Terms = new(3);

    private readonly FakeTimeProvider _time = new();
    private readonly Voter[] _voters = [new(), new(), new()];
    private readonly LockHost _host;

    public LockHostTests()
    {
        var group = new GroupSettings(Terms, ["a:1", "b:1", "c:1"], _time, TimeSpan.FromSeconds(60));
        _host = new LockHost(
            group,
            null,
            NoLogger.Instance,
            new LockMetrics(null, false, _time),
            new VariableMetrics(null, false, _time),
            _ => { });
        _host.Begin(new VoterRefs(_voters), ActorRefs.Nobody);
        AnswerBeats();
    }

    [Fact]
    public async Task Rule_24_what_a_watch_cannot_tell_is_read_and_only_once_at_a_time()
    {
        await using var one = _host.Variables.WatchAsync("x", false, default).GetAsyncEnumerator();
        await using var other = _host.Variables.WatchAsync("x", false, default).GetAsyncEnumerator();
        var (first, second) = (one.MoveNextAsync().AsTask(), other.MoveNextAsync().AsTask());
        Tell(1, new Changed(Session, Epoch, 1, [Stored("x")], [1, 2])); // voters 1 and 2 differ
        Tell(2, new Changed(Session, Epoch, 1, [], [1, 2]));
        Resend(3);
        Assert.Equal([1], Looks);
        foreach (var voter in (int[])[1, 2])
            Tell(voter, new Seen(Session, 1, Epoch, Stored("x").Stored));
        Resend(1);
        Assert.Equal([1, 2], Looks); // the voters still have not told it
        Tell(2, new Changed(Session, Epoch, 2, [Stored("x")], []));
        Assert.True(await first.WaitAsync(Patience) && await second.WaitAsync(Patience));
        Assert.Equal(new WatchEvent.Changed("x", VariableValue.Of(5), 1, 0), one.Current);
        Assert.Equal(one.Current, other.Current);
    }

    [Fact]
    public async Task If_the_machine_fails_all_locks_are_lost_and_whoever_waits_is_told()
    {
        using var held = await HoldAsync("a");
        var (waiting, operation) = (AcquireAsync("a"), OperateAsync("y"));
        var reader = _host.Variables.WatchAsync("x", false, default).GetAsyncEnumerator();
        var watched = reader.MoveNextAsync().AsTask();
        var lost = held!.Lost;
        _voters[0].Fails = true;
        _time.Advance(Terms.BeatInterval);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(new Outcome.Unknown(), await operation.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => watched.WaitAsync(Patience));
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Patience, lost));
        Assert.Equal(TimeSpan.Zero, held.Remaining);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AcquireAsync("b"));
        Assert.False(_host.End());
    }

    [Fact]
    public async Task At_the_end_whoever_waits_gets_nothing_that_is_given_back()
    {
        using var held = await HoldAsync("a");
        var (waiting, operation) = (AcquireAsync("a"), OperateAsync("a"));
        Assert.True(_host.End());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => operation.WaitAsync(Patience));
        Assert.Single(_voters[0].Got.OfType<Request>());
        Assert.Single(_voters[0].Got.OfType<Release>());
    }

    private SessionId Session => _voters[0].Got.OfType<Beat>().First().Session;

    private IEnumerable<long> Looks => _voters[0].Got.OfType<Look>().Select(look => look.Number).Distinct();

    private Task<LockHandle?> AcquireAsync(string name) =>
        _host.Locks.AcquireAsync(name, VoteMode.Exclusive, Timeout.InfiniteTimeSpan, null, default).AsTask();

    // The first lock: a majority gives its votes.
    private async Task<LockHandle?> HoldAsync(string name)
    {
        var asked = AcquireAsync(name);
        foreach (var voter in (int[])[1, 2])
            Tell(voter, new Grant(Session, 1, Epoch, 1, 0));
        return await asked.WaitAsync(Patience);
    }

    private Task<Outcome> OperateAsync(string name) =>
        _host.Variables.OperateAsync(name, new Operation.Add(1), Timeout.InfiniteTimeSpan, default).AsTask();

    private static NamedValue Stored(string name) => new(
        name, new(new(1, 1), VariableContent.None.After(VariableValue.Of(5), default).ToPayload()));

    private void Tell(int voter, IVoterMessage message) => _host.On(new ProcessId(voter), message);

    // So much time that everything without an answer is sent again, so many times; the lease goes on.
    private void Resend(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _time.Advance(Terms.BeatInterval);
            AnswerBeats();
        }
    }

    private void AnswerBeats()
    {
        for (var voter = 1; voter <= _voters.Length; voter++)
            Tell(voter, new Heard(Session, _voters[voter - 1].Got.OfType<Beat>().Last().Number, Epoch, 0));
    }

    private sealed class Voter : MinimalActorRef
    {
        public List<object> Got { get; } = [];

        public bool Fails { get; set; }

        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "none")) / "voter";

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (Fails)
                throw new InvalidOperationException("The test makes it fail.");
            Got.Add(message);
        }
    }
}
