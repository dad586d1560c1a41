using Akka.Actor;

namespace Akka.TestKit.Tests;

/// <summary>Probes that answer by themselves.</summary>
public sealed class AutoPilotTests : Xunit2.TestKit
{
    [Fact]
    public void An_auto_pilot_answers_and_the_message_is_still_expected()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"re: {message}", probe);
            return AutoPilot.KeepRunning;
        }));

        probe.Tell("one");
        probe.Tell("two");

        ExpectMsgFrom(probe, "re: one");
        ExpectMsgFrom(probe, "re: two");
        probe.ExpectMsg("one");
        probe.ExpectMsg("two");
    }

    [Fact]
    public void An_auto_pilot_hands_over_to_the_one_it_returns()
    {
        var probe = CreateTestProbe();
        var second = Answer("second", AutoPilot.NoAutoPilot);
        probe.SetAutoPilot(Answer("first", second));

        foreach (var message in new[] { 1, 2, 3 })
            probe.Tell(message);
        TestActor.Tell("fence");

        ExpectMsg("first");
        ExpectMsg("second");
        ExpectMsg("fence");
        Assert.Equal([1, 2, 3], probe.ReceiveN(3).Cast<int>());
    }

    private static DelegateAutoPilot Answer(string answer, AutoPilot next) => new((sender, _) =>
    {
        sender.Tell(answer, ActorRefs.NoSender);
        return next;
    });
}
