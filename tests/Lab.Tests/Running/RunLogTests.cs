using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Running;

/// <summary>
/// What the actors of a run log. The commands print the same for people, so nothing is above the level INFO, which the
/// commands do not show.
/// </summary>
public sealed class RunLogTests : TestKit
{
    private readonly TestProbe _log;

    public RunLogTests()
        : base("akka.loglevel = DEBUG, akka.test.single-expect-default = 30s")
    {
        _log = CreateTestProbe();
        Sys.EventStream.Subscribe(_log, typeof(LogEvent));
    }

    [Fact]
    public async Task The_log_names_the_nodes_that_are_missing_join_are_refused_and_are_lost()
    {
        var run = Run(nodes: 2);
        run.Tell(RunActor.Start.Instance, TestActor);
        await LoggedAsync("The run waits for 1 more of 2 nodes.");
        var node = CreateTestProbe();
        node.Send(run, Join.Instance); // node -> run  Join
        await LoggedAsync("Node 2 of 2 at");
        CreateTestProbe().Send(run, Join.Instance); // stranger -> run  Join
        await LoggedAsync("was not let in: The run has its 2 nodes already.");
        Sys.Stop(node);
        await LoggedAsync("The run could not be finished: node 2 at");
    }

    [Fact]
    public async Task How_a_run_goes_from_phase_to_phase_and_how_it_ends()
    {
        var run = Run(nodes: 1);
        run.Tell(RunActor.Start.Instance, TestActor);
        await LoggedAsync("Made 1 of 1 processes, as node 1.");
        await LoggedAsync("The run goes from Beginning to Running.");
        run.Tell(RunActor.CloseDue.Instance);
        await LoggedAsync("The run goes from Counting to Over.");
        await LoggedAsync("The run ended after");
    }

    private IActorRef Run(int nodes)
    {
        var judge = MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(1);
        var settings = RunParts.Settings(1, TimeSpan.FromHours(1));
        var setup = new RunSetup(nodes, judge, new NodeSetup(new RunRecorder(TimeProvider.System, judge), null, null), null);
        return Sys.ActorOf(Props.Create(() => new RunActor(settings, setup)), "run");
    }

    private async Task LoggedAsync(string text)
    {
        while (true)
        {
            var logged = await _log.ExpectMsgAsync<LogEvent>();
            var line = logged.Message.ToString()!;
            if (!line.Contains(text, StringComparison.Ordinal))
                continue;
            Assert.True(logged.LogLevel() <= LogLevel.InfoLevel, line);
            return;
        }
    }
}
