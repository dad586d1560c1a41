using Coterie.Lab.Hunting;
using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Virtual;

namespace Coterie.Tests.Hunting;

/// <summary>What must be true of everything that a hunt finds.</summary>
internal static class QuarryCheck
{
    /// <summary>The run goes wrong once more, and its story and its trace show the same violation to the judges.</summary>
    public static void AssertTrue(Quarry quarry)
    {
        var again = VirtualSimulation.Run(quarry.Settings);
        Assert.Contains(again.Violations, violation => violation == quarry.Story.Violation);
        var judge = quarry.Settings.Simulation.Protocol.MakeJudge(quarry.Settings.Simulation.Processes);
        foreach (var happening in quarry.Story.Happenings)
            happening.Tell(judge);
        Assert.Contains(judge.Finish(null).Violations, violation => violation.Property == quarry.Story.Violation.Property);
        AssertContinued(quarry);
    }

    // Its trace shows the same violation, and where two are inside together, how they leave.
    private static void AssertContinued(Quarry quarry)
    {
        var (story, simulation) = (quarry.Story, quarry.Settings.Simulation);
        var events = new List<TraceEvent>();
        var recorder = new TraceRecorder(simulation.Processes, simulation.Protocol, events.Add);
        foreach (var happening in story.Continued)
            happening.Tell(recorder);
        var trace = new Trace(TraceHeader.Of(simulation.Protocol, simulation.Processes, null), events);
        var violation = TraceJudge.Check(trace)!.Violation;
        // A trace keeps no values.
        if (story.Violation.Property.Name is "Continuity")
            return;
        // A reply to the wrong process breaks a rule of traces when it is sent, and a promise when it arrives.
        if (violation?.Rule != "Replies" || story.Violation.Property != MutexProperties.Consent)
            Assert.Equal(story.Violation.Property.Name, violation?.Rule);
        if (story.Violation.Property != MutexProperties.Exclusion)
            return;
        Assert.Equal(story.Violation.Text, violation!.Text);
        var index = new TraceIndex(trace);
        Assert.All(index.Entries.TakeLast(2), entry => Assert.NotNull(entry.Left));
    }
}
