using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Lab.Memory.MemoryProperties;

namespace Coterie.Lab.Memory.Museum;

/// <summary>The lock of the shared variable with one rule broken on purpose, each by a line.</summary>
internal static class MemoryExhibit
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exhibit> All { get; } =
    [
        Of(
            "reader-beside-writer",
            Exclusion,
            "A reader is let in without a look at who holds the lock. It reads while a writer is at work.",
            limits => new ReaderBesideWriter(limits)) with { Processes = 3 },
        Of(
            "writer-beside-readers",
            Exclusion,
            "A writer is let in as soon as no other writer holds the lock. It writes while readers read.",
            limits => new WriterBesideReaders(limits)) with { Processes = 3 },
        Of(
            "lost-lock-is-good",
            Exclusion,
            "The memory does not check whether a lock is still held. A client whose lease ran out reads and "
            + "writes beside the next.",
            limits => new LostLockIsGood(limits)),
        Of(
            "reader-passes-writer",
            Priority,
            "A reader that arrives joins the readers inside, though a writer waits. Readers that follow one another keep it "
            + "out for ever.",
            limits => new ReaderPassesWriter(limits)) with { Processes = 4 },
        Of(
            "readers-first",
            Priority,
            "When a writer leaves, the readers that wait are let in before the next writer. Readers that return in time go "
            + "first again.",
            limits => new ReadersFirst(limits)) with { Processes = 4 },
        new Exhibit(
            "shared-position",
            "Readers share one position in the file of the value, as in the program that Coterie replaces: each seeks to the "
            + "beginning and then reads. If a second reader comes in between, it finds the position at the end, and reads "
            + "nothing where the value is.",
            MemoryProperties.Linearizability,
            MemoryLab.Broken("shared-position", limits => new SharedPosition(new Variable(limits)))) with { Processes = 4 },
        Of(
            "nobody-is-next",
            Progress,
            "When a holder leaves, nobody is let in. Whoever waits then waits for ever.",
            limits => new NobodyIsNext(limits)) with { Processes = 3 },
        Of(
            "release-is-lost",
            Progress,
            "A release is answered and forgotten. The lock stays held until its lease runs out, and so long everybody waits.",
            limits => new ReleaseIsLost(limits)) with { Processes = 3 },
        Of(
            "gone-holder-stays",
            Progress,
            "The memory takes no notice when a client is gone. Its lock stays held until the lease runs "
            + "out, and so long everybody waits.",
            limits => new GoneHolderStays(limits)) with { Requests = 2, Needs = Circumstances.Restart },
    ];

    private static Exhibit Of(string name, Property breaks, string explanation, Func<VariableLimits, WriterPriorityLock> rules) =>
        new(name, explanation, breaks, MemoryLab.Broken(name, rules));

    private sealed class ReaderBesideWriter(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override bool MayReaderEnter() => !WriterWaits;
    }

    private sealed class WriterBesideReaders(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override bool MayWriterEnter() => !WriterHolds;
    }

    private sealed class LostLockIsGood(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected internal override bool Holds(ProcessId client, long id, LockMode mode) => true;
    }

    private sealed class ReaderPassesWriter(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override bool MayReaderEnter() => !WriterHolds;
    }

    private sealed class ReadersFirst(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override LockMode? Next() => ReaderWaits && !WriterHolds ? LockMode.Read : base.Next();
    }

    private sealed class NobodyIsNext(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override LockMode? Next() => null;
    }

    private sealed class ReleaseIsLost(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected internal override bool Leave(ProcessId client, long id, Outbox outbox) => true;
    }

    private sealed class GoneHolderStays(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected internal override void ClientGone(ProcessId client, Outbox outbox)
        {
        }
    }
}
