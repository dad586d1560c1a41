using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Lab.Variables;

/// <summary>
/// Brings replicated variables into the laboratory: the first processes are voters, the others are clients, which all use the
/// same variable.
/// </summary>
public static class VariablesLab
{
    /// <summary>The name of the protocol.</summary>
    public const string Name = "variables";

    /// <summary>The protocol with the usual workload; see <see cref="QuorumWorkload.Of"/>.</summary>
    public static Protocol Variables { get; } = Of(QuorumWorkload.Of(1));

    /// <summary>The protocol with a workload of one's own. Readers only read the variable.</summary>
    public static Protocol Of(QuorumWorkload workload) => Make(Machines(null), workload);

    /// <summary>The usual machines.</summary>
    /// <param name="bug">The name of the rule that will be broken; null for none.</param>
    internal static QuorumLab.Machines Machines(string? bug) => new(bug)
    {
        Client = (self, terms, session) => new VariablesClient(self, session, new QuorumClient(self, terms, session)),
    };

    private static IClient Client(ClientSetup setup, QuorumWorkload workload) => workload.IsWatcher(setup.Self)
        ? new VariableWatcher(setup)
        : new VariableUser(setup, workload);

    /// <summary>The protocol with machines of one's own.</summary>
    internal static Protocol Make(QuorumLab.Machines machines, QuorumWorkload workload)
    {
        var votes = QuorumLab.Make(machines, workload);
        return votes with
        {
            Name = Name,
            ChooseWorkload = text => QuorumWorkload.TryParse(text) is { } chosen ? Make(machines, chosen) : null,
            UsualWorkload = processes => Make(machines, workload.Resized(processes)),
            ChooseLease = lease => Make(machines, workload with { Lease = lease }),
            ChooseServers = voters => Make(machines, workload with { Voters = voters }),
            Client = setup => workload.IsVoter(setup.Self) ? null : Client(setup, workload),
            Judge = (protocol, processes) => new VariablesJudge(protocol, workload.Resized(processes), processes),
            Promises =
            [
                .. votes.Promises,
                VariablesProperties.Durability,
                VariablesProperties.Stamps,
                VariablesProperties.Continuity,
                VariablesProperties.Linearizability,
            ],
            Notes = process => workload.IsVoter(process) ? VoterNotes.Empty : ClientNotes.Empty,
            StateRules = new VariablesStateRules(workload),
            Words = votes.Words with
            {
                Section = "the variable",
                Lanes = votes.Words.Lanes! with
                {
                    Follow = processes => new VariablesLanes(workload.Resized(processes), processes),
                },
            },
        };
    }
}
