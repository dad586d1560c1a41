using System.Runtime.Serialization;
using Akka.Actor;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Running.CounterProtocol;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Wire;

/// <summary>The bytes of a run's messages; see <see cref="GoldenBytesTests"/>.</summary>
public sealed class SimulationWireTests : SerializerTest
{
    private RunSerializer RunSerializer => new((ExtendedActorSystem)Sys);

    private static readonly Timestamp Stamp = new(300, new(2));

    public static TheoryData<string, string, object> Messages => new()
    {
        { "SJ", "", Join.Instance },
        { "SJD", "08021003", new Joined(2, 3) },
        { "SJX", "0a026e6f", new JoinRefused("no") },
        { "SB", "", Begin.Instance },
        { "SBD", "0802", new Begun(2) },
        { "SC", "", Close.Instance },
        { "SCD", "0802", new Closed(2) },
        { "ST", "0801", new GetClock(1) },
        { "STD", "0802100118ac02", new Clock(2, 1, TimeSpan.FromTicks(300)) },
        { "SF", "0801", new RunProtocol.Fence(1) },
        { "SFD", "08021001", new Fenced(2, 1) },
        { "SE", "", Finish.Instance },
        { "SED", "0802", new Finished(2) },
        {
            "SS",
            "080210051a2808091002320b22090801120508ac02100232130a020103120d0a02585112070a0508ac0210023802"
            + "1a26080a1002220f0a02585012090803120508ac021002320b22090802120508ac02100238034003",
            new Steps(2, 5, [Enter(), Receive()])
        },
        { "SSD", "0807", new StepsTaken(7) },
        { "SL", "0802", new Leave(2) },
        { "SX", "08021203776879", new Failed(2, "why") },
        { "SZ", "0a02736f1001", new Ended("so", true) },
        { "SZD", "0802", new EndKnown(2) },
        { "CR", "0a0508ac021002", new ReadCounter(Stamp) },
        { "CV", "0a0508ac0210021029", new CounterValue(Stamp, 41) },
        { "CW", "0a0508ac021002102a", new WriteCounter(Stamp, 42) },
        { "CWD", "0a0508ac021002", new CounterWritten(Stamp) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_has_always_had_these_bytes(string manifest, string hex, object message) =>
        AssertGolden<RunSerializer>(message, manifest, hex);

    [Fact]
    public void References_travel_as_paths_and_come_back_as_the_same_references()
    {
        AssertComesHome(new Prepared(2, [TestActor]));
        AssertComesHome(new Peers(4, [TestActor, TestActor]));
        var range = new DurationRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        var protocol = MutexAlgorithms.RicartAgrawala.InLab();
        var settings = new SimulationSettings(15, TimeSpan.FromSeconds(10), range, range, -7, TimeSpan.FromSeconds(2), protocol);
        AssertComesHome(new Prepare(2, 6, 5, settings, TestActor));
    }

    [Fact]
    public void No_message_of_a_run_is_without_its_bytes_here()
    {
        var wire = typeof(RunProtocol).Assembly.GetTypes().Where(type =>
            !type.IsAbstract && (
                typeof(RunProtocol.IWireMessage).IsAssignableFrom(type)
                    || typeof(CounterProtocol.IWireMessage).IsAssignableFrom(type)));
        string[] withReferences = [nameof(Prepare), nameof(Prepared), nameof(Peers)];
        Assert.Equal(
            wire.Select(type => type.Name).Order(), Messages.Select(row => row[2].GetType().Name).Concat(withReferences).Order());
    }

    [Theory]
    [InlineData("SP", "0802100118052a0078")]                        // no settings
    [InlineData("SPD", "080212036e6f74")]                           // no path
    [InlineData("SS", "080210051a0608011002380c")]                  // a kind of input that does not exist
    [InlineData("SS", "080210051a0a08011002380340032200")]          // a message of no kind
    [InlineData("SS", "080210051a0a0801100232042202080c")]          // a deed that does not exist
    public void What_means_nothing_is_refused(string manifest, string hex) =>
        Assert.Throws<SerializationException>(() => RunSerializer.FromBinary(Convert.FromHexString(hex), manifest));

    private static RecordedStep Enter()
    {
        var request = new MutexProtocol.Request(Stamp);
        return new(
            TimeSpan.FromTicks(9),
            new(2),
            Input.Of(null),
            [Effect.Note(new TracedOutput(Deed.Asked, Stamp)), Effect.Send(new(1), request), Effect.Send(new(3), request)]);
    }

    private static RecordedStep Receive() => new(
        TimeSpan.FromTicks(10),
        new(2),
        Input.Of(new(3), new MutexProtocol.Reply(new(3), Stamp)),
        [Effect.Note(new TracedOutput(Deed.Entered, Stamp))]);

    private void AssertComesHome(object message)
    {
        var bytes = RunSerializer.ToBinary(message);
        var back = RunSerializer.FromBinary(bytes, RunSerializer.Manifest(message));
        Assert.Equal(References(message), References(back));
        Assert.Equal(bytes, RunSerializer.ToBinary(back));
    }

    private static IReadOnlyList<IActorRef> References(object message) => message switch
    {
        Prepared prepared => prepared.Processes,
        Peers peers => peers.Processes,
        Prepare prepare => [prepare.Counter],
        _ => [],
    };
}
