using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Lab.Variables;

/// <summary>
/// What replicated variables promise of every step, besides what the votes do: that what is told is at a majority, that stamps do
/// not go back, and that values go on from one another. Whether whole runs are linearizable is judged of runs alone.
/// </summary>
/// <param name="workload">Who takes part.</param>
internal sealed class VariablesStateRules(QuorumWorkload workload) : IStateRules
{
    private readonly QuorumStateRules _votes = new(workload);
    private readonly int _majority = new QuorumTerms(workload.Voters).Majority;

    /// <inheritdoc/>
    public bool IsAbout(Property property) => property != VariablesProperties.Linearizability && _votes.IsAbout(property);

    /// <inheritdoc/>
    public Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output)
    {
        if (_votes.Judge(before, process, output) is { } breach)
            return breach;
        // If the only voter forgets, so does the group.
        if (workload is { Voters: 1, IsDurable: false }
            && before[0] is not { IsDown: false, Notes: VoterNotes { IsVoting: true, IsRecovered: false } })
        {
            return null;
        }
        if (output is Voter.BegunToVote { IsRecovered: true })
            return JudgeRecovery(before, process);
        return ToldValue.Of(output) is { } told ? Judge(before, process, told, output) : null;
    }

    private Breach? JudgeRecovery(IReadOnlyList<ProcessView> before, ProcessId voter)
    {
        var latest = Clients(before).Select(notes => notes.Latest.Stamp).Max();
        return CountWith(latest, before, voter) < _majority
            ? new Breach(
                VariablesProperties.Durability,
                $"{workload.Name(voter)} votes again without the value at {latest}, which no majority has then.")
            : null;
    }

    private Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId client, ToldValue told, IOutput output)
    {
        var name = workload.Name(client);
        var count = CountWith(told.Stamp, before);
        if (count < _majority)
        {
            return new Breach(
                VariablesProperties.Durability,
                $"{name} tells the value at {told.Stamp}, which {count} of {workload.Voters} voters have.");
        }
        var own = (ClientNotes)before[client.Value - 1].Notes!;
        if (output is Watched && told.Stamp <= own.Shown)
        {
            return new Breach(
                VariablesProperties.Stamps, $"{name} is shown the value at {told.Stamp} after that at {own.Shown}.");
        }
        // A look may have begun before others told a later value. A read from a copy takes no time. A watch may be late.
        var others = output switch
        {
            Watched => [],
            CopyRead => Clients(before),
            _ => own.IsInside ? Clients(before) : [own],
        };
        foreach (var other in others)
        {
            if (told.Stamp < other.Latest.Stamp)
            {
                return new Breach(
                    VariablesProperties.Stamps, $"{name} tells the value at {told.Stamp} after that at {other.Latest.Stamp}.");
            }
        }
        return Clients(before).Select(other => told.BreachBeside(other.Latest, name)).FirstOrDefault(wrong => wrong is not null);
    }

    private IEnumerable<ClientNotes> Clients(IReadOnlyList<ProcessView> views) =>
        views.Skip(workload.Voters).Select(view => (ClientNotes)view.Notes!);

    // The voters that have this value or a later one. One without memory gets it before it votes.
    private int CountWith(ValueStamp stamp, IReadOnlyList<ProcessView> views, ProcessId votesNow = default)
    {
        var count = 0;
        for (var i = 0; i < workload.Voters; i++)
        {
            var notes = (VoterNotes)views[i].Notes!;
            var isVoting = (notes.IsVoting && !views[i].IsDown) || votesNow.Value == i + 1;
            count += !isVoting || notes.Stamp >= stamp ? 1 : 0;
        }
        return count;
    }
}
