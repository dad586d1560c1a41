using Akka.Actor;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Shell;
using Coterie.Lab.Configuration;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Wire;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Hostile;

/// <summary>
/// Messages that a peer has made up: their bytes give a message or a SerializationException, and no message stops the actor 
/// that receives it, not even if it comes from a peer that takes part.
/// </summary>
public sealed class MutatedMessagesTests : SerializerTest
{
    private const int Rounds = 4_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IActorRef _peer;

    public MutatedMessagesTests() => _peer = Sys.ActorOf(Props.Create(() => new Silent()), "peer");

    public static TheoryData<string> Algorithms => [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    [Fact]
    public void Bytes_give_a_message_or_a_SerializationException()
    {
        var messages = Messages(1);
        var read = 0;
        for (var i = 0; i < 20 * Rounds; i++)
        {
            var (manifest, bytes) = messages.Mutated(_ => true, WithReferences(messages));
            read += messages.Read(manifest, bytes) is null ? 0 : 1;
        }
        Assert.InRange(read, Rounds, 19 * Rounds);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task No_message_of_another_process_stops_a_process(string name)
    {
        var algorithm = MutexAlgorithms.Find(name)!;
        for (var seed = 0; seed < 8; seed++)
        {
            var messages = Messages(seed);
            var process = Keep(Process(1 + (seed % 5), algorithm));
            process.Tell(new ShellProtocol.Membership([_peer, _peer, _peer, _peer, _peer]));
            for (var i = 0; i < Rounds / 8; i++)
            {
                if (messages.Mutex() is { } message)
                    process.Tell(message, _peer);
                process.Tell(
                    messages.OneOf<object>(
                        MutexProtocol.Enter.Instance, MutexProtocol.Exit.Instance, MutexProtocol.Withdraw.Instance),
                    _peer);
            }
            await process.Ask<ShellProtocol.Pong>(ShellProtocol.Ping.Instance, Patience);
        }
    }

    [Fact]
    public async Task A_token_request_that_names_a_process_outside_the_group_stops_nobody()
    {
        var process = Keep(Process(1, MutexAlgorithms.SuzukiKasami));
        process.Tell(new ShellProtocol.Membership([process, TestActor, TestActor]));
        process.Tell(new MutexProtocol.Request(new(5, new(99))), TestActor);
        process.Tell(new SuzukiKasamiProtocol.Privilege(new(2), new(1, new(1)), [new(99)], [0, 0, 0]), TestActor);
        process.Tell(new SuzukiKasamiProtocol.Privilege(new(2), new(1, new(1)), [], [0, 0]), TestActor);
        process.Tell(new MutexProtocol.Request(new(5, new(2))), TestActor);
        Assert.Empty((await ExpectMsgAsync<SuzukiKasamiProtocol.Privilege>(Patience)).Queue);
    }

    [Fact]
    public async Task A_message_in_the_name_of_another_process_is_refused()
    {
        var process = Keep(Process(1, MutexAlgorithms.RicartAgrawala));
        process.Tell(new ShellProtocol.Membership([process, TestActor]));
        process.Tell(MutexProtocol.Enter.Instance, TestActor);
        var asked = await ExpectMsgAsync<MutexProtocol.Request>(Patience);
        process.Tell(new MutexProtocol.Reply(new(2), asked.At), _peer);         // a stranger that claims to be 2
        process.Tell(ShellProtocol.Ping.Instance, TestActor);
        await ExpectMsgAsync<ShellProtocol.Pong>(Patience);                     // fence: it has not entered
        process.Tell(new MutexProtocol.Reply(new(2), asked.At), TestActor);
        await ExpectMsgAsync(new MutexProtocol.Entered(asked.At), Patience);
    }

    [Fact]
    public async Task No_message_stops_the_memory_or_a_variable()
    {
        var messages = Messages(2);
        var memory = Keep(MemoryActor.Props(CoterieSettings.Read(LabConfiguration.Load([])).Memory));
        var opened = await memory.Ask<LocalMemoryProtocol.Opened>(new LocalMemoryProtocol.OpenVariable("x"), Patience);
        for (var i = 0; i < Rounds; i++)
        {
            var (manifest, bytes) = messages.Mutated(_ => true, WithReferences(messages));
            if (messages.Read(manifest, bytes) is { } message)
                messages.OneOf(memory, opened.Variable).Tell(message, _peer);
        }
        var again = await memory.Ask<LocalMemoryProtocol.Opened>(new LocalMemoryProtocol.OpenVariable("x"), Patience);
        Assert.Equal(opened.Variable, again.Variable);
        Assert.Equal(opened.Variable, (await opened.Variable.Ask<ActorIdentity>(new Identify(1), Patience)).Subject);
    }

    [Fact]
    public async Task No_answer_stops_a_client()
    {
        var messages = Messages(3);
        Sys.ActorOf(Props.Create(() => new Silent()), MemoryActor.Name);
        var session = Keep(SessionActor.Props(_peer.Path.Address));
        for (var i = 0; i < Rounds; i++)
        {
            MemoryProtocol.IWireMessage command = i % 2 == 0
                ? new MemoryProtocol.Read(i % 10, "x")
                : new MemoryProtocol.AcquireRead(i % 10, "x");
            session.Tell(new Call(command, Patience, i % 2 == 0 ? null : new HeldLock(TimeProvider.System)), _peer);
            var (manifest, bytes) = messages.Mutated(_ => true, WithReferences(messages));
            if (messages.Read(manifest, bytes) is { } message)
                session.Tell(message, _peer);
        }
        await IsThereAsync(session);
    }

    [Fact]
    public async Task No_message_stops_a_counter()
    {
        var messages = Messages(4);
        var counter = Keep(Props.Create(() => new CounterActor()));
        for (var i = 0; i < Rounds; i++)
        {
            var (manifest, bytes) = messages.Mutated(manifest => manifest[0] == 'C');
            if (messages.Read(manifest, bytes) is { } message)
                counter.Tell(message, _peer);
        }
        await IsThereAsync(counter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_message_of_its_run_stops_a_node(bool isPrepared)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var messages = Messages(seed);
            var contact = _peer.Path;
            var setup = Setup();
            var node = Keep(Props.Create(() => new NodeActor(setup, contact)));
            if (isPrepared)
                node.Tell(new Prepare(2, 4, 2, Settings, _peer), _peer);
            for (var i = 0; i < Rounds / 8; i++)
            {
                var (manifest, bytes) = messages.Mutated(manifest => manifest[0] == 'S', WithReferences(messages));
                if (messages.Read(manifest, bytes) is { } message and not Prepare { Count: > 10 })
                    node.Tell(message, _peer);
            }
            await IsThereAsync(node);
        }
    }

    [Fact]
    public async Task A_node_takes_nothing_from_a_stranger()
    {
        var contact = _peer.Path;
        var setup = Setup();
        var node = Keep(Props.Create(() => new NodeActor(setup, contact)));
        node.Tell(new Prepare(2, 4, 2, Settings, _peer), TestActor);
        node.Tell(new Prepare(2, 4, 2, Settings, _peer), _peer);
        node.Tell(Begin.Instance, TestActor);
        node.Tell(Finish.Instance, TestActor);
        await IsThereAsync(node);
        Assert.False(HasMessages);
    }

    [Fact]
    public async Task No_message_of_a_node_that_takes_part_stops_the_run()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var messages = Messages(seed);
            var setup = new RunSetup(2, Settings.Protocol.MakeJudge(5), Setup(), null);
            var run = Keep(Props.Create(() => new RunActor(Settings, setup)));
            run.Tell(RunActor.Start.Instance, TestActor);
            run.Tell(Join.Instance, _peer);
            if (seed % 2 == 0)
            {
                run.Tell(new Prepared(2, [_peer, _peer, _peer]), _peer);
                run.Tell(new Begun(2), _peer);
            }
            for (var i = 0; i < Rounds / 8; i++)
            {
                var (manifest, bytes) = messages.Mutated(
                    manifest => manifest[0] == 'S' && manifest is not ("SX" or "SL" or "SZD"), WithReferences(messages));
                if (messages.Read(manifest, bytes) is { } message)
                    run.Tell(message, _peer);
            }
            await IsThereAsync(run);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 99)]
    [InlineData(99, 3)]
    public async Task A_node_that_tells_of_steps_which_are_not_its_own_ends_the_run_with_a_sentence(int process, int other)
    {
        var setup = new RunSetup(2, Settings.Protocol.MakeJudge(5), Setup(), null);
        var run = Keep(Props.Create(() => new RunActor(Settings, setup)));
        run.Tell(RunActor.Start.Instance, TestActor);
        run.Tell(Join.Instance, _peer);
        var request = new MutexProtocol.Request(new(1, new(process)));
        var step = new RecordedStep(
            TimeSpan.Zero,
            new(process),
            Input.Of(null),
            [Effect.Note(new MutexProtocol.Asked(request.At)), Effect.Send(new(other), request)]);
        run.Tell(new Steps(2, 0, [step]), _peer);
        Sys.Stop(_peer); // it would not answer that the run has ended
        Assert.Equal(
            "node 2 tells of steps that none of its processes can have taken",
            (await ExpectMsgAsync<RunOutcome>(Patience)).Failure);
    }

    [Fact]
    public async Task A_stranger_cannot_end_a_run()
    {
        var setup = new RunSetup(2, Settings.Protocol.MakeJudge(5), Setup(), null);
        var run = Keep(Props.Create(() => new RunActor(Settings, setup)));
        run.Tell(RunActor.Start.Instance, TestActor);
        run.Tell(Join.Instance, _peer);
        var stranger = CreateTestProbe();
        run.Tell(new Failed(2, "because"), stranger);
        run.Tell(new Leave(2), stranger);
        run.Tell(new Prepared(2, []), stranger);
        await IsThereAsync(run);
        Assert.False(HasMessages);
    }

    private static SimulationSettings Settings { get; } = new(
        5,
        TimeSpan.FromHours(1),
        new(TimeSpan.FromHours(1), TimeSpan.FromHours(1)),
        new(TimeSpan.Zero, TimeSpan.Zero),
        1,
        TimeSpan.FromSeconds(10),
        MutexAlgorithms.RicartAgrawala.InLab());

    private static Props Process(int self, MutexAlgorithm algorithm)
    {
        var settings = new MutexSettings(TimeSpan.FromMinutes(10));
        return MachineActor.Props(new(self), new MachineOptions((id, processes) => algorithm.Create(id, processes, settings)));
    }

    private static NodeSetup Setup()
    {
        var log = new StepLog();
        return new NodeSetup(new RunRecorder(TimeProvider.System, log), log, null);
    }

    private RandomMessages Messages(int seed) => new((ExtendedActorSystem)Sys, seed);

    private (string Manifest, byte[] Bytes)[] WithReferences(RandomMessages messages) =>
    [
        messages.Sample(new Prepare(2, 4, 2, Settings, _peer)),
        messages.Sample(new Prepared(2, [_peer, _peer, _peer])),
        messages.Sample(new Peers(1, [_peer, _peer, _peer, _peer, _peer])),
    ];

    private static async Task IsThereAsync(IActorRef actor) =>
        Assert.Equal(actor, (await actor.Ask<ActorIdentity>(new Identify(1), Patience)).Subject);

    /// <summary>An actor that stops if it fails, so that it does not answer.</summary>
    private IActorRef Keep(Props props) => Sys.ActorOf(Props.Create(() => new Keeper())).Ask<IActorRef>(props, Patience).Result;

    private sealed class Keeper : ReceiveActor
    {
        public Keeper() => Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}
