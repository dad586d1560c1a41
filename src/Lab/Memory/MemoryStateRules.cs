using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Lab.Memory;

/// <summary>What the memory promises of every step: whom it lets in, and what it carries out under a lock.</summary>
/// <param name="name">What a process is called.</param>
internal sealed class MemoryStateRules(Func<ProcessId, string> name) : IStateRules
{
    /// <inheritdoc/>
    public bool JudgesMessages => true;

    /// <inheritdoc/>
    public bool IsAbout(Property property) => property != MemoryProperties.Linearizability;

    /// <inheritdoc/>
    public Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output)
    {
        if (output is IRefusal)
            return new Breach(MemoryProperties.Refusal, $"{name(process)} refuses a command: {output}.");
        if (output is { Deed: Deed.Entered, Request: { } request } && before[process.Value - 1].Request != request)
            return new Breach(
                MemoryProperties.Answers, $"{name(process)} enters with request {request}, which it does not wait with.");
        return output is ClaimNote { Event: ClaimEvent.LetIn } note
            ? BookOf(before)?.JudgeEntry(note.Claim, note.Access, name)
            : null;
    }

    /// <inheritdoc/>
    public Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, ProcessId to, IMessage sent)
    {
        if (process != MemoryWorkload.Memory || sent is not (Current or Written))
            return null;
        var client = before[to.Value - 1];
        var use = sent.About(process, to)!.Value;
        // Whatever the client asked after it took the lock that it still holds, as far as it knows, is under that lock.
        if (client is not { Standing: Standing.Inside, Request: { } held } || use.Clock <= held.Clock)
            return null;
        var mode = sent is Written ? LockMode.Write : LockMode.Read;
        return BookOf(before)?.IsHeld(held, mode) == false
            ? new Breach(
                MemoryProperties.Exclusion, $"{name(process)} carries out {use} under the lock {held}, which is not held.")
            : null;
    }

    private static ClaimBook? BookOf(IReadOnlyList<ProcessView> views) => views[0].Notes as ClaimBook;
}
