using Akka.Actor;
using Akka.TestKit;
using Coterie.Actors.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// The actor around the lock: every message that it keeps in a stash comes out once and in order, whatever happens meanwhile.
/// </summary>
public sealed class StashTests : VariableTest
{
    [Fact]
    public async Task Every_command_is_answered_once_whatever_clients_do()
    {
        var random = new Random(11);
        for (var round = 0; round < 40; round++)
        {
            var variable = Sys.ActorOf(VariableActor.Props("x", Settings));
            var clients = Enumerable.Range(0, 4).Select(_ => new Client(CreateTestProbe(), variable)).ToList();
            for (var step = 0; step < 60; step++)
                clients[random.Next(clients.Count)].DoSomething(random);
            for (var released = true; released;)
            {
                released = false;
                foreach (var client in clients)
                    released |= await client.ReleaseWhatIsHeldAsync();
            }
            Assert.All(clients, client => Assert.True(client.AllAnsweredOnce, $"round {round}: {client}"));
        }
    }

    [Fact]
    public async Task A_long_queue_is_let_in_one_writer_at_a_time_and_then_all_readers()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        for (var id = 1; id <= 1000; id++)
            X.Tell(id % 2 == 0 ? new Write(id, "x", new(id)) : new Read(id, "x"), b);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        for (var id = 2; id <= 1000; id += 2)
            await b.ExpectMsgAsync(new Written(id));
        for (var id = 1; id <= 1000; id += 2)
            await b.ExpectMsgAsync(new Current(id, new(1000)));
    }

    [Fact]
    public async Task What_waits_when_the_variable_stops_goes_to_the_dead_letters()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        X.Tell(new Read(1, "x"), b);
        X.Tell(new Write(2, "x", default), b);
        await FenceAsync(b);
        await EventFilter.DeadLetter<IVariableCommand>().ExpectAsync(2, () => { Sys.Stop(X); return Task.CompletedTask; });
    }

    // Commands with ids of their own, and the answers to them.
    private sealed class Client(TestProbe probe, IActorRef variable)
    {
        private readonly Dictionary<long, int> _answers = [];
        private readonly HashSet<long> _locks = [];
        private readonly HashSet<long> _givenUp = [];
        private long _id;

        public bool AllAnsweredOnce =>
            _answers.All(answer => answer.Value == 1 || (_givenUp.Contains(answer.Key) && answer.Value == 0));

        public void DoSomething(Random random)
        {
            var id = ++_id;
            _answers[id] = 0;
            variable.Tell(
                random.Next(6) switch
                {
                    0 => new Read(id, "x"),
                    1 => new Write(id, "x", new(random.Next())),
                    2 => Lock(new AcquireRead(id, "x")),
                    3 => Lock(new AcquireWrite(id, "x")),
                    _ when _locks.Count > 0 => GiveUp(id, _locks.ElementAt(random.Next(_locks.Count))),
                    _ => new Read(id, "x"),
                },
                probe);
        }

        public async Task<bool> ReleaseWhatIsHeldAsync()
        {
            await DrainAsync();
            var held = _locks.Where(id => _answers[id] == 1 && !_givenUp.Contains(id)).ToList();
            foreach (var id in held)
            {
                _answers[++_id] = 0;
                variable.Tell(GiveUp(_id, id), probe);
            }
            await DrainAsync();
            return held.Count > 0;
        }

        public override string ToString() =>
            string.Join(", ", _answers.Where(answer => answer.Value != 1).Select(answer => Times(answer.Key, answer.Value)));

        private string Times(long id, int count) => $"{id} {count} times{(_givenUp.Contains(id) ? ", given up" : "")}";

        private async Task DrainAsync()
        {
            variable.Tell(new Read(-1, "x", -1), probe);        // a fence: refused, behind all that was sent before
            while (await probe.ReceiveOneAsync() is IWireMessage answer && answer.Id != -1)
                _answers[answer.Id]++;
        }

        private IVariableCommand Lock(IVariableCommand acquire)
        {
            _locks.Add(acquire.Id);
            return acquire;
        }

        private Release GiveUp(long id, long held)
        {
            _givenUp.Add(held);
            return new Release(id, "x", held);
        }
    }
}
