using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Mutex;

/// <summary>Ricart-Agrawala with one rule broken on purpose, each by a line.</summary>
internal static class BrokenRicartAgrawala
{
    /// <summary>Of equal clocks nobody goes first: both consent.</summary>
    public sealed class NoTieBreak(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool MustDefer(Timestamp theirs) =>
            Phase == Phase.Held || (Phase == Phase.Wanted && Request!.Value.Clock < theirs.Clock);
    }

    /// <summary>A process inside consents.</summary>
    public sealed class ReplyWhileInside(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool MustDefer(Timestamp theirs) => Phase == Phase.Wanted && Request < theirs;
    }

    /// <summary>A request may go before one that its process has seen.</summary>
    public sealed class ClockNotAdvanced(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override void AdvanceClock(Timestamp seen)
        {
        }
    }

    /// <summary>A reply to an earlier request counts for this one.</summary>
    public sealed class StaleReplyCounted(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool Answers(Reply reply) => true;
    }

    /// <summary>The later request goes first.</summary>
    public sealed class OrderReversed(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool MustDefer(Timestamp theirs) => Phase == Phase.Held || (Phase == Phase.Wanted && theirs < Request);
    }

    /// <summary>Whoever wants in defers: two who do wait for each other.</summary>
    public sealed class AlwaysDefer(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool MustDefer(Timestamp theirs) => Phase != Phase.Released;
    }
}
