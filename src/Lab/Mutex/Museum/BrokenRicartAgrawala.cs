using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Ricart-Agrawala with one rule broken on purpose, each by a line.</summary>
internal static class BrokenRicartAgrawala
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        Of(
            "no-tie-break",
            Exclusion,
            "Of two requests with the same clock, neither goes first, so both processes consent to each other. Both enter.",
            (self, n, settings) => new NoTieBreak(self, n, settings)),
        Of(
            "reply-while-inside",
            Exclusion,
            "A process that is inside consents to whoever asks. The next one enters while it is still there.",
            (self, n, settings) => new ReplyWhileInside(self, n, settings)),
        Of(
            "clock-not-advanced",
            Exclusion,
            "A process takes no notice of the timestamps that it sees, so that its next request may go before one it has "
            + "already consented to. Both enter.",
            (self, n, settings) => new ClockNotAdvanced(self, n, settings)),
        Of(
            "stale-reply-counted",
            Exclusion,
            "A reply counts whichever request it answers. One that is late, and belongs to a request before, lets a process "
            + "in without the consent of its sender.",
            (self, n, settings) => new StaleReplyCounted(self, n, settings)) with
            {
                Needs = Circumstances.Duplicate,
                Requests = 2,
            },
        Of(
            "early-entry",
            Exclusion,
            "A process enters once half of the others have consented: a majority will do, one might think. But here nobody is "
            + "bound by his consent, and two majorities let two in.",
            (self, n, settings) => new EarlyEntry(self, n, settings)) with { Processes = 3 },
        Of(
            "replies-to-itself",
            Exclusion,
            "A process asks itself, too, and counts its own reply as one of the N-1 that it waits for, as in the program that "
            + "Coterie replaces. It enters without the consent of one of the others.",
            (self, n, settings) => new RepliesToItself(self, n, settings)),
        Of(
            "repeated-request-answered",
            Exclusion,
            "A process answers a request that it gets a second time, though it deferred the answer the first time. One lost "
            + "or slow message, and whoever asks again gets in beside it.",
            (self, n, settings) => new RepeatedRequestAnswered(self, n, settings)) with { Needs = Circumstances.Duplicate },
        Of(
            "order-reversed",
            Exclusion,
            "The later of two requests goes first. Whoever waits consents to all who ask after it, and enters beside them with "
            + "the consents that it had before.",
            (self, n, settings) => new OrderReversed(self, n, settings)),
        new Exhibit(
            "amnesia",
            "A process that comes back after a crash knows nothing of what it knew. It asks with a timestamp that it had "
            + "before, gets the consent for that one again, and enters beside another.",
            Exclusion,
            MutexLab.Of(MutexAlgorithms.RicartAgrawala with { Bug = "amnesia" }) with { Recollection = Recollection.Nothing })
        {
            Needs = Circumstances.Restart,
        },
        Of(
            "always-defer",
            Progress,
            "A process that wants in consents to nobody. Two that want in at once wait for each other for ever.",
            (self, n, settings) => new AlwaysDefer(self, n, settings)),
        Of(
            "one-queue-for-replies",
            Progress,
            "All replies go through one queue, as in the program that Coterie replaces: of those that wait, the first one takes "
            + "out the replies that were meant for the others, too. These are no use to it, and the others wait for ever.",
            (self, n, settings) => new OneQueueForReplies(self, n, settings)) with { Processes = 3 },
        Of(
            "one-reply-at-exit",
            Progress,
            "A process that leaves replies to the first of those that it has deferred and forgets the others. "
            + "They wait for ever.",
            (self, n, settings) => new OneReplyAtExit(self, n, settings)) with { Processes = 3 },
        Of(
            "withdrawal-forgets",
            Progress,
            "A process that withdraws its request forgets whom it has deferred. They wait for a reply that never comes.",
            (self, n, settings) => new WithdrawalForgets(self, n, settings)) with { Needs = Circumstances.Withdraw },
        Of(
            "no-resend",
            Progress,
            "A request is sent once, as in the paper, which assumes that no message is lost. On a network that loses one, its "
            + "sender waits for ever.",
            (self, n, settings) => new NoResend(self, n, settings)) with { Needs = Circumstances.Loss },
        Of(
            "resend-too-old",
            Progress,
            "What is unanswered is sent again with the clock of the request before. An answer to that is no answer to this "
            + "one, and however often it is sent, its sender waits for ever.",
            (self, n, settings) => new ResendTooOld(self, n, settings)) with { Needs = Circumstances.Loss },
    ];

    private static Exhibit Of(
        string name, Property breaks, string explanation, Func<ProcessId, int, MutexSettings, MutexRules> create) =>
        MutexExhibit.Of(MutexAlgorithms.RicartAgrawala, name, breaks, explanation, create);

    private sealed class NoTieBreak(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool MustDefer(Timestamp theirs) =>
            Phase == Phase.Held || (Phase == Phase.Wanted && Request!.Value.Clock < theirs.Clock);
    }

    private sealed class ReplyWhileInside(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool MustDefer(Timestamp theirs) => Phase == Phase.Wanted && Request < theirs;
    }

    private sealed class ClockNotAdvanced(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override void AdvanceClock(Timestamp seen)
        {
        }
    }

    private sealed class StaleReplyCounted(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool Answers(Reply reply) => true;
    }

    private sealed class EarlyEntry(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        private readonly int _dispensable = processes - 1 - (processes / 2);

        protected override bool MayEnter(int missing) => missing <= _dispensable;
    }

    private sealed class RepliesToItself(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool MayEnter(int missing) => missing <= 1;
    }

    private sealed class RepeatedRequestAnswered(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool StaysDeferred(Timestamp repeated) => false;
    }

    private sealed class OrderReversed(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool MustDefer(Timestamp theirs) => Phase == Phase.Held || (Phase == Phase.Wanted && theirs < Request);
    }

    private sealed class AlwaysDefer(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override bool MustDefer(Timestamp theirs) => Phase != Phase.Released;
    }

    private sealed class OneQueueForReplies(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override void Leave(Timestamp request, Outbox outbox)
        {
            var effects = new Outbox();
            base.Leave(request, effects);
            // The reply that is meant for the first one comes last, so that it takes out the others before it enters.
            Reply[] replies = [.. effects.Items.ToArray().Select(effect => (Reply)effect.Message!).OrderByDescending(r => r.To)];
            foreach (var reply in replies)
                outbox.Send(replies[^1].To.Process, reply);
        }
    }

    private sealed class OneReplyAtExit(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override void Leave(Timestamp request, Outbox outbox)
        {
            var replies = new Outbox();
            base.Leave(request, replies);
            if (replies.Items.Length > 0)
                outbox.Send(replies.Items[0].To, replies.Items[0].Message!);
        }
    }

    private sealed class WithdrawalForgets(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        protected override void GiveUp(Timestamp request, Outbox outbox) => base.GiveUp(request, new Outbox());
    }

    private sealed class NoResend(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        public override void ResendDue(Outbox outbox)
        {
        }
    }

    private sealed class ResendTooOld(ProcessId self, int processes, MutexSettings settings)
        : RicartAgrawala(self, processes, settings)
    {
        public override void ResendDue(Outbox outbox)
        {
            var again = new Outbox();
            base.ResendDue(again);
            foreach (ref readonly var effect in again.Items)
                outbox.Send(effect.To, new Request(Request!.Value with { Clock = Request.Value.Clock - 1 }));
        }
    }
}
