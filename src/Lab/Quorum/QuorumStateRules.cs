using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Quorum;

/// <summary>What the quorum protocol promises of every step. Whoever crashed takes no part.</summary>
/// <param name="workload">Who takes part.</param>
internal sealed class QuorumStateRules(QuorumWorkload workload) : IStateRules
{
    /// <inheritdoc/>
    public bool IsAbout(Property property) => property != QuorumProperties.Priority;

    /// <inheritdoc/>
    public Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output)
    {
        var name = workload.Name(process);
        if (output is IRefusal)
            return new Breach(QuorumProperties.Refusal, $"{name} refuses a command: {output}.");
        if (output is not { Deed: Deed.Entered, Request: { } request })
            return null;
        if (before[process.Value - 1] is { Standing: not Standing.Outside, Request: var pending } && pending != request)
            return new Breach(QuorumProperties.Answers, $"{name} enters with request {request}, with which it does not wait.");
        var entry = EntryText.Of(output);
        var tokens = TokenBook.Empty;
        for (var i = workload.Voters; i < before.Count; i++)
        {
            var other = new ProcessId(i + 1);
            if (other != process && before[i] is { Standing: Standing.Inside, IsDown: false }
                && !(entry.IsShared && workload.IsReader(other)))
            {
                return new Breach(QuorumProperties.Exclusion, $"{name} enters while {workload.Name(other)} is inside.");
            }
            if (before[i].Notes is ITokenNotes { Tokens: var book })
                tokens = tokens.With(book);
        }
        // If the only voter forgets, so does the group.
        return workload is { Voters: 1, IsDurable: false } ? null : tokens.Judge(entry, $"{name}, with request {request},");
    }
}
