using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Lab.Memory;

/// <summary>To whom the memory has given its lock, by what it says of each claim.</summary>
internal sealed class MemoryLanes : StretchBook
{
    /// <summary>What pictures show of a run.</summary>
    public static Lanes Lanes { get; } = new(_ => new MemoryLanes())
    {
        Given = "lock out to a client",
        Gift = "lock",
        Lapse = "its lease ran out, or its client is gone",
        IsShared = detail => Access.TryParse(detail, out var access) && access is { IsLock: true, Mode: LockMode.Read },
        CanServe = group => group.Contains(MemoryWorkload.Memory),
        Lack = "the memory",
    };

    /// <inheritdoc/>
    public override void On(TimeSpan at, in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is not { } output)
                continue;
            if (step.Process == MemoryWorkload.Memory && ClaimBook.Read(output) is { } note)
                On(at, note);
            else if (output is { Deed: Deed.Used, Detail: { } done })
                Label(done);
        }
    }

    /// <inheritdoc/>
    public override void On(TimeSpan at, Fault fault)
    {
        if (fault is Fault.Crash { Process: var process } && process == MemoryWorkload.Memory)
            End(at, StretchEnd.Crashed, _ => true);
    }

    private void On(TimeSpan at, ClaimNote note)
    {
        switch (note)
        {
            case { Event: ClaimEvent.LetIn, Access.IsLock: true }:
                Begin(new Stretch(MemoryWorkload.Memory, StretchKind.Given, at)
                {
                    Receiver = note.Claim.Process,
                    Request = note.Claim,
                    IsShared = note.Access.Mode == LockMode.Read,
                });
                break;
            case { Event: ClaimEvent.Released }: End(at, StretchEnd.Returned, stretch => stretch.Request == note.Claim); break;
            case { Event: ClaimEvent.Expired or ClaimEvent.Dropped }:
                End(at, StretchEnd.Lapsed, stretch => stretch.Request == note.Claim);
                break;
        }
    }
}
