using Coterie.Lab.Quorum;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Variables;

/// <summary>As <see cref="QuorumLanes"/>, and what became of each operation on the variable.</summary>
/// <param name="workload">Who takes part.</param>
/// <param name="processes">N.</param>
internal sealed class VariablesLanes(QuorumWorkload workload, int processes) : QuorumLanes(workload, processes)
{
    private readonly Dictionary<Timestamp, string> _begun = []; // the words of each operation without an outcome

    /// <inheritdoc/>
    protected override void OnOutput(TimeSpan at, ProcessId client, IOutput output)
    {
        base.OnOutput(at, client, output);
        if (output is not { Deed: Deed.None, Request: { } request })
            return;
        if (ValueText.Begun(output.Detail) is { } words)
            _begun[request] = words;
        else if (ValueText.Ended(output.Detail) is { } outcome && _begun.Remove(request, out var operation))
            Label(ValueText.Short(operation, outcome));
    }
}
