using Coterie.Lab.Runs;
using Coterie.Lab.Exploring;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Tests.Mutex;

namespace Coterie.Tests.Exploring;

/// <summary>Takes the steps of a finding anew, by processes and a network that know nothing of the explorer.</summary>
internal static class Replay
{
    public static RunSummary Play(ExplorationSettings settings, Finding finding)
    {
        var group = new Group(settings.Processes, settings.Protocol);
        foreach (var (_, fault, step) in finding.Steps)
        {
            if (step is not { } taken)
            {
                TakeAway(group, settings, (Fault.Drop)fault!);
                continue;
            }
            var process = taken.Process.Value;
            switch (taken.Input)
            {
                case { Command: MutexProtocol.Enter }: group.Enter(process); break;
                case { Command: MutexProtocol.Exit }: group.Exit(process); break;
                case { Command: MutexProtocol.Withdraw }: group.Withdraw(process); break;
                case { Kind: InputKind.Timer }: group.ResendDue(process); break;
                default:
                    var message = (MutexProtocol.IWireMessage)taken.Input.Message!;
                    var at = group.InFlight.IndexOf((process, message));
                    Assert.True(at >= 0, $"{StepSentence.Of(settings.Protocol.Words, taken.ToStep())}: not on the way");
                    if (fault is Fault.Duplicate)
                        group.Receive(process, message);
                    else
                        group.DeliverAt(at);
                    break;
            }
        }
        return group.Judge.Finish(null);
    }

    private static void TakeAway(Group group, ExplorationSettings settings, Fault.Drop drop) =>
        Assert.True(
            group.InFlight.Remove((drop.To.Value, (MutexProtocol.IWireMessage)drop.Message)),
            $"{StepSentence.Of(settings.Protocol.Words, drop)}: not on the way");
}
