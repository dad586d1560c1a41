using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Virtual;

namespace Coterie.Tests.Running;

public sealed class RunActorTests : TestKit
{
    [Fact]
    public async Task A_process_that_fails_ends_the_run_and_is_named_with_the_cause()
    {
        var run = Run(
            MutexAlgorithms.RicartAgrawala.InLab() with
            {
                Create = _ => throw new InvalidOperationException("no such algorithm"),
            });
        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(async () =>
        {
            var outcome = await run.Ask<RunOutcome>(RunActor.Start.Instance, RemainingOrDefault);
            Assert.Equal(new RunOutcome(null, "process-1 stopped: no such algorithm"), outcome);
        });
    }

    [Fact]
    public async Task A_run_ends_early_when_it_is_told_to_close_and_its_counter_equals_its_entries()
    {
        var judge = MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(1);
        var run = Run(MutexAlgorithms.RicartAgrawala.InLab(), judge);
        var ended = run.Ask<RunOutcome>(RunActor.Start.Instance, RemainingOrDefault);
        await AwaitConditionAsync(() => Task.FromResult(judge.Entries > 0), CancellationToken.None);
        run.Tell(RunActor.CloseDue.Instance);
        run.Tell(RunActor.CloseDue.Instance);
        var summary = (await ended).Summary!;
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
    }

    [Fact]
    public async Task Processes_that_send_without_end_are_stopped_and_the_run_says_so()
    {
        var run = Run(RestlessRules.Answering(2), MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(2), processes: 2);
        var summary = (await run.Ask<RunOutcome>(RunActor.Start.Instance, TimeSpan.FromMinutes(1))).Summary!;
        Assert.Equal(
            ("more than 1000000 messages were on their way", RunVerdict.Inconclusive), (summary.Stopped, summary.Verdict));
    }

    private IActorRef Run(Protocol protocol, RunJudge? judge = null, int processes = 1)
    {
        var none = new DurationRange(TimeSpan.Zero, TimeSpan.Zero);
        var settings = new SimulationSettings(
            processes, TimeSpan.FromHours(1), none, none, 1, TimeSpan.FromSeconds(10), protocol);
        judge ??= MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(1);
        var setup = new RunSetup(1, judge, new NodeSetup(new RunRecorder(TimeProvider.System, judge), null, null), null);
        return Sys.ActorOf(Props.Create(() => new RunActor(settings, setup)));
    }
}
