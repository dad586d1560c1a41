using System.Net;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Coterie.Actors.Nodes;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Running;

/// <summary>Where a run on several nodes gathers them.</summary>
/// <param name="Listen">Where this node listens.</param>
/// <param name="Nodes">How many nodes the run waits for, this one included.</param>
public sealed record NetworkSettings(IPEndPoint Listen, int Nodes);

/// <summary>Runs N processes in real time, on one machine or on several, and judges the run.</summary>
public static class ActorSimulation
{
    private const string RunName = "run";

    /// <summary>Runs to the end and sums up.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="config">The configuration of the actor system.</param>
    /// <param name="network">Where to gather the nodes; default: all processes are here, and nothing listens.</param>
    /// <param name="judge">Judges the run; may be read while the run goes on. Default: a new one.</param>
    /// <param name="listener">Gets every step of the processes that are here, before the judge does; default: none.</param>
    /// <param name="watcher">Learns how the other nodes come and go; default: none.</param>
    /// <param name="trace">Gets every step of all processes; default: none.</param>
    /// <param name="close">Ends the run early, as if the time were over.</param>
    /// <exception cref="SimulationFailedException">A process failed, and the run could not be finished.</exception>
    /// <exception cref="NodeException">This node could not be started.</exception>
    public static async Task<RunSummary> RunAsync(
        SimulationSettings settings, Config config, NetworkSettings? network = null, RunJudge? judge = null,
        IRunListener? listener = null, IRunWatcher? watcher = null, TraceRecorder? trace = null,
        CancellationToken close = default)
    {
        judge ??= settings.Protocol.MakeJudge(settings.Processes);
        var log = network is null ? null : new StepLog();
        IRunListener here = log is not null ? log : trace is not null ? new RunListeners(trace, judge) : judge;
        var local = Local(listener, here, log, watcher);
        var system = network is null ? Node.Create(config) : Started(network.Listen, config, network.Listen);
        try
        {
            var setup = new RunSetup(network?.Nodes ?? 1, judge, local, watcher, trace);
            var run = system.ActorOf(Props.Create(() => new RunActor(settings, setup)), RunName);
            var ended = run.Ask<RunOutcome>(RunActor.Start.Instance, Timeout.InfiniteTimeSpan, CancellationToken.None);
            using var closing = close.Register(() => run.Tell(RunActor.CloseDue.Instance));
            var outcome = await OrEndAsync(ended, system).ConfigureAwait(false);
            return outcome.Summary ?? throw new SimulationFailedException(outcome.Failure!);
        }
        finally
        {
            await Node.EndAsync(system).ConfigureAwait(false);
        }
    }

    /// <summary>Takes part in the run of another machine, to its end.</summary>
    /// <param name="first">Where the first node of the run listens.</param>
    /// <param name="listen">Where this node listens.</param>
    /// <param name="config">The configuration of the actor system.</param>
    /// <param name="patience">How long the first node may take to answer.</param>
    /// <param name="listener">Gets every step of the processes that are here; default: none.</param>
    /// <param name="watcher">Learns how the run proceeds; default: none.</param>
    /// <param name="close">Makes this node leave, which ends the run early.</param>
    /// <returns>What the run said at its end.</returns>
    /// <exception cref="SimulationFailedException">The run could not be found or finished.</exception>
    /// <exception cref="NodeException">This node could not be started.</exception>
    internal static async Task<RunProtocol.Ended> JoinAsync(
        IPEndPoint first, IPEndPoint listen, Config config, TimeSpan patience,
        IRunListener? listener = null, IRunWatcher? watcher = null, CancellationToken close = default)
    {
        var log = new StepLog();
        var local = Local(listener, log, log, watcher);
        var contact = new RootActorPath(Node.AddressAt(first, config)) / "user" / RunName;
        var system = Started(listen, config, first);
        try
        {
            var join = system.ActorOf(Props.Create(() => new JoinActor(contact, patience, local)), "join");
            var ended = join.Ask<JoinOutcome>(JoinActor.Start.Instance, Timeout.InfiniteTimeSpan, CancellationToken.None);
            using var leaving = close.Register(() => join.Tell(JoinActor.LeaveDue.Instance));
            var outcome = await OrEndAsync(ended, system).ConfigureAwait(false);
            return outcome.Ended ?? throw new SimulationFailedException(outcome.Failure!);
        }
        finally
        {
            await Node.EndAsync(system).ConfigureAwait(false);
        }
    }

    private static ActorSystem Started(IPEndPoint listen, Config config, IPEndPoint first)
    {
        var system = Node.Start(listen, config, ActorSystemSetup.Create(new ExpectedNodes(first)));
        Node.WarnIfOpen(system);
        return system;
    }

    // If the actor system has ended, nobody answers.
    private static async Task<T> OrEndAsync<T>(Task<T> answer, ActorSystem system)
    {
        if (await Task.WhenAny(answer, system.WhenTerminated).ConfigureAwait(false) != answer)
            throw new SimulationFailedException("its actor system has ended");
        return await answer.ConfigureAwait(false);
    }

    private static NodeSetup Local(IRunListener? listener, IRunListener record, StepLog? log, IRunWatcher? watcher) => new(
        new RunRecorder(TimeProvider.System, listener is null ? [record] : [listener, record]),
        log,
        watcher);
}
