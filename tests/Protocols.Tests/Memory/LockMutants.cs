using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory;

/// <summary>The lock with one rule broken on purpose, each by a line.</summary>
internal static class LockMutants
{
    public static WriterPriorityLock Make(string mutant, VariableLimits limits) =>
        (WriterPriorityLock)Activator.CreateInstance(typeof(LockMutants).GetNestedType(mutant)!, limits)!;

    public sealed class ReadersBesideWriter(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override bool MayReaderEnter() => !WriterWaits;
    }

    public sealed class WriterBesideReaders(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override bool MayWriterEnter() => !WriterHolds;
    }

    /// <summary>An arriving reader ignores waiting writers: readers that follow one another keep a writer out for ever.</summary>
    public sealed class ReadersPassWaitingWriter(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override bool MayReaderEnter() => !WriterHolds;
    }

    /// <summary>When a writer leaves, the readers enter, even if a writer waits.</summary>
    public sealed class ReadersFirst(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override LockMode? Next() => ReaderWaits && !WriterHolds ? LockMode.Read : base.Next();
    }

    public sealed class NobodyIsNext(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected override LockMode? Next() => null;
    }

    /// <summary>A release is answered and forgotten.</summary>
    public sealed class ReleaseIsLost(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected internal override bool Leave(ProcessId client, long id, Outbox outbox) => true;
    }

    public sealed class GoneHolderStays(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected internal override void ClientGone(ProcessId client, Outbox outbox)
        {
        }
    }

    public sealed class LostLockIsGood(VariableLimits limits) : WriterPriorityLock(limits)
    {
        protected internal override bool Holds(ProcessId client, long id, LockMode mode) => true;
    }
}
