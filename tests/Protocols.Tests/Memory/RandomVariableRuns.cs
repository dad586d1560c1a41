using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Plays what clients may do, in any order: each step is three numbers, so that a failing run can be made smaller.</summary>
internal static class RandomVariableRuns
{
    public const int Clients = 5;
    private static readonly MemorySettings Settings = new(4, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), 10, new RawPortSettings(1));

    /// <summary>Plays the steps, then lets everybody leave.</summary>
    public static VariableRun Play(IEnumerable<(int Action, int Client, int Pick)> steps, Func<int, WriterPriorityLock<int>>? rules = null)
    {
        var run = new VariableRun(rules?.Invoke(Settings.MostWaiting) ?? new WriterPriorityLock<int>(Settings.MostWaiting), Settings);
        var sent = new Dictionary<(int, long), IVariableCommand>();
        var id = 0L;
        foreach (var (action, any, pick) in steps)
        {
            var client = (int)((uint)any % Clients);
            switch ((uint)action % 12)
            {
                case 0: Send(client, new Read(++id, "x")); break;
                case 1: Send(client, new Write(++id, "x", new(pick))); break;
                case 2 or 3: Send(client, new AcquireRead(++id, "x")); break;
                case 4 or 5: Send(client, new AcquireWrite(++id, "x")); break;
                case 6 when Picked(run.Judge.Holders.Keys, pick) is { } held: run.Send(held.Client, new Release(++id, "x", held.Id)); break;
                case 7 when Picked(run.Judge.Waiting, pick) is { } waiting: run.Send(waiting.Client, new Release(++id, "x", waiting.Id)); break;
                case 8 when Picked([.. run.Judge.Waiting, .. run.Judge.Holders.Keys], pick) is { } again: run.Send(again.Client, sent[again]); break;
                case 9: run.ClientGone(client); break;
                case 10 when Picked(run.Judge.Holders.Keys, pick) is { } due: run.LeaseDue(due.Client, due.Id); break;
                case 11: Send(client, pick % 2 == 0 ? new Read(++id, "x", Under(pick)) : new Write(++id, "x", new(pick), Under(pick))); break;
            }
        }
        run.LetAllLeave();
        return run;

        void Send(int client, IVariableCommand command)
        {
            sent[(client, command.Id)] = command;
            run.Send(client, command);
        }

        long Under(int pick) => Picked(run.Judge.Holders.Keys, pick / 2)?.Id ?? 0;
    }

    private static (int Client, long Id)? Picked(IReadOnlyCollection<(int Client, long Id)> from, int pick) =>
        from.Count == 0 ? null : from.ElementAt((int)((uint)pick % from.Count));
}
