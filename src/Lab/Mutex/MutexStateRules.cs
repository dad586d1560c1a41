using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex;

/// <summary>
/// What mutual exclusion promises of every step: a process that enters is alone inside and, if the algorithm promises that, has
/// the earliest request.
/// </summary>
/// <param name="promises">What the algorithm promises.</param>
internal sealed class MutexStateRules(MutexPromises promises) : IStateRules
{
    /// <inheritdoc/>
    public Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output)
    {
        if (output is IRefusal)
            return new Breach(MutexProperties.Refusal, $"Process {process} refuses a command: {output}.");
        if (output is not { Deed: Deed.Entered, Request: { } request })
            return null;
        Breach? overtaken = null;
        for (var i = 0; i < before.Count; i++)
        {
            if (i + 1 == process.Value)
                continue;
            if (before[i].Standing == Standing.Inside)
                return new Breach(MutexProperties.Exclusion, $"Process {process} enters while Process {i + 1} is inside.");
            if (promises.EntersInTimestampOrder
                && before[i] is { Standing: Standing.Waiting, Request: { } theirs } && theirs < request)
            {
                overtaken ??= new Breach(
                    MutexProperties.Order,
                    $"Process {process} enters with request {request} before Process {i + 1}, "
                    + $"which waits with request {theirs}.");
            }
        }
        return overtaken;
    }

    /// <inheritdoc/>
    public bool IsAbout(Property property) => property != MutexProperties.Overtaking;

    /// <inheritdoc/>
    public bool LooksFurther(Property property) => property == MutexProperties.Order;
}
