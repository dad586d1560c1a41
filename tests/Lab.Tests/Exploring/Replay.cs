using Coterie.Lab.Runs;
using Coterie.Lab.Exploring;
using Coterie.Protocols.Mutex;
using Coterie.Tests.Mutex;

namespace Coterie.Tests.Exploring;

/// <summary>Takes the steps of a finding anew, by processes and a network that know nothing of the explorer.</summary>
internal static class Replay
{
    public static RunSummary Play(ExplorationSettings settings, Finding finding)
    {
        var group = new Group(settings.Processes, settings.Algorithm);
        foreach (var (_, fault, step) in finding.Steps)
        {
            switch (step)
            {
                case null: TakeAway(group, (Fault.Drop)fault!); break;
                case { Kind: StepKind.Enter }: group.Enter(step.Process.Value); break;
                case { Kind: StepKind.Exit }: group.Exit(step.Process.Value); break;
                case { Kind: StepKind.Withdraw }: group.Withdraw(step.Process.Value); break;
                case { Kind: StepKind.ResendDue }: group.ResendDue(step.Process.Value); break;
                default:
                    var at = group.InFlight.IndexOf((step.Process.Value, step.Message!));
                    Assert.True(at >= 0, $"{StepSentence.Of(step.ToStep())}: not on the way");
                    if (fault is Fault.Duplicate)
                        group.Receive(step.Process.Value, step.Message!);
                    else
                        group.DeliverAt(at);
                    break;
            }
        }
        return group.Checker.Finish(null);
    }

    private static void TakeAway(Group group, Fault.Drop drop) =>
        Assert.True(group.InFlight.Remove((drop.To.Value, drop.Message)), $"{StepSentence.Of(drop)}: not on the way");
}
