using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// Plays what clients may do, in any order: each step is three numbers, so that a failing run can be made smaller.
/// </summary>
internal static class RandomVariableRuns
{
    private const int Clients = 5;
    private static readonly VariableLimits Limits = new(MostWaiting: 4);

    /// <summary>Plays the steps, then lets all clients leave.</summary>
    public static VariableRun Play(
        IEnumerable<(int Action, int Client, int Pick)> steps,
        Func<VariableLimits, WriterPriorityLock>? rules = null)
    {
        var run = new VariableRun(Limits, rules?.Invoke(Limits));
        var sent = new Dictionary<Timestamp, IVariableCommand>();
        var id = 0L;
        foreach (var (action, any, pick) in steps)
        {
            var client = new ProcessId(2 + (int)((uint)any % Clients));
            switch ((uint)action % 12)
            {
                case 0: Send(client, new Read(++id, "x")); break;
                case 1: Send(client, new Write(++id, "x", new(pick))); break;
                case 2 or 3: Send(client, new AcquireRead(++id, "x")); break;
                case 4 or 5: Send(client, new AcquireWrite(++id, "x")); break;
                case 6 when Picked(run.Judge.Holders.Keys, pick) is { } held: Release(held); break;
                case 7 when Picked(run.Judge.Waiting, pick) is { } waiting: Release(waiting); break;
                case 8 when Picked([.. run.Judge.Waiting, .. run.Judge.Holders.Keys], pick) is { } copy: Again(copy); break;
                case 9: run.ClientGone(client); break;
                case 10 when Picked(run.Judge.Holders.Keys, pick) is { } due: run.LeaseOver(due); break;
                case 11 when pick % 2 == 0: Send(client, new Read(++id, "x", Under(pick))); break;
                case 11: Send(client, new Write(++id, "x", new(pick), Under(pick))); break;
            }
        }
        run.LetAllLeave();
        return run;

        void Send(ProcessId client, IVariableCommand command)
        {
            sent[new Timestamp(command.Id, client)] = command;
            run.Send(client, command);
        }

        void Release(Timestamp claim) => run.Send(claim.Process, new Release(++id, "x", claim.Clock));

        void Again(Timestamp command) => run.Send(command.Process, sent[command]);

        long Under(int pick) => Picked(run.Judge.Holders.Keys, pick / 2)?.Clock ?? 0;
    }

    private static Timestamp? Picked(IReadOnlyCollection<Timestamp> from, int pick) =>
        from.Count == 0 ? null : from.ElementAt((int)((uint)pick % from.Count));
}
