using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory;

/// <summary>The lock with one rule broken on purpose, each by a line.</summary>
internal static class LockMutants
{
    public static WriterPriorityLock<int> Make(string mutant, int mostWaiting) =>
        (WriterPriorityLock<int>)Activator.CreateInstance(typeof(LockMutants).GetNestedType(mutant)!, mostWaiting)!;

    public sealed class ReadersBesideWriter(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        protected override bool MayReaderEnter() => !WriterWaits;
    }

    public sealed class WriterBesideReaders(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        protected override bool MayWriterEnter() => !WriterHolds;
    }

    /// <summary>A reader that comes does not care who waits: readers that follow each other keep a writer out for ever.</summary>
    public sealed class ReadersPassWaitingWriter(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        protected override bool MayReaderEnter() => !WriterHolds;
    }

    /// <summary>A leaving writer lets the readers in.</summary>
    public sealed class ReadersFirst(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        protected override LockMode? Next() => ReaderWaits && !WriterHolds ? LockMode.Read : base.Next();
    }

    public sealed class NobodyIsNext(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        protected override LockMode? Next() => null;
    }

    public sealed class GoneHolderStays(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        public override void ClientGone(int client, VariableEffects<int> effects)
        {
        }
    }

    public sealed class LostLockIsGood(int mostWaiting) : WriterPriorityLock<int>(mostWaiting)
    {
        public override bool Holds(int client, long id, LockMode mode) => true;
    }
}
