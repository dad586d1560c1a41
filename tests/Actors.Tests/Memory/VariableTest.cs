using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using Microsoft.Extensions.Time.Testing;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Traces of messages between clients, played by probes, and the variable <c>x</c>, in virtual time.</summary>
public abstract class VariableTest : TestKit
{
    private const string VirtualTime = """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """;

    protected VariableTest(string settings = "")
        : base(Configured(settings))
    {
        Settings = CoterieSettings.Read(Configured(settings)).Memory with { Clock = Clock };
        X = Sys.ActorOf(VariableActor.Props("x", Settings), "x");
    }

    protected FakeTimeProvider Clock { get; } = new();

    protected MemorySettings Settings { get; }

    protected IActorRef X { get; }

    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    /// <summary>Sends a command and expects this answer next.</summary>
    protected async Task ExpectAsync(TestProbe client, IVariableCommand command, IWireMessage answer)
    {
        X.Tell(command, client);
        await client.ExpectMsgAsync(answer);
    }

    /// <summary>
    /// Returns when the variable has handled everything sent before: no message to the client is still on its way.
    /// </summary>
    protected async Task FenceAsync(TestProbe client)
    {
        X.Tell(new Release(-1, "x", -1), client);
        await client.ExpectMsgAsync(new Refused(-1, new Refusal.NotHeld()));
    }

    private static Config Configured(string settings) =>
        ConfigurationFactory.ParseString(settings + "\n" + VirtualTime).WithFallback(CoterieConfiguration.Load([]));
}
