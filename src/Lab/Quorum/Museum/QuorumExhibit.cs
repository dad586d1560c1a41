using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Lab.Quorum.QuorumProperties;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Lab.Quorum.Museum;

/// <summary>The quorum protocol with one rule broken on purpose, each by a line.</summary>
internal static class QuorumExhibit
{
    private delegate IMachine MakeVoter(ProcessId self, QuorumTerms terms, long incarnation, bool isNew);

    private delegate IMachine MakeClient(ProcessId self, QuorumTerms terms, SessionId session);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exhibit> All { get; } =
    [
        OfVoter(
            "overwrites-live-vote",
            Exclusion,
            "A voter gives its vote to a better request while the vote is out. Two clients then count the same vote.",
            (self, terms, life, isNew) => new OverwritesLiveVote(self, terms, life, isNew)),
        OfVoter(
            "ends-session-early",
            Exclusion,
            "A voter ends a session before the lease is over. It gives the vote on while the client still counts it.",
            (self, terms, life, isNew) => new EndsSessionEarly(self, terms, life, isNew)),
        OfVoter(
            "forgets-without-waiting",
            Exclusion,
            "A voter that lost its memory votes again without waiting. The vote that it has forgotten still counts, and it gives "
            + "another one.",
            (self, terms, life, isNew) => new ForgetsWithoutWaiting(self, terms, life, isNew),
            isAfterCrash: true),
        OfVoter(
            "recovers-from-too-few",
            Tokens,
            "A voter that lost its memory learns the floors from a single other voter, and not from a majority of the others. "
            + "The next client enters with a token that was used.",
            (self, terms, life, isNew) => new RecoversFromTooFew(self, terms, life, isNew),
            isAfterCrash: true),
        Of(
            Tokens,
            "A durable voter stores the floor that it tells, and no larger number. A client enters with the floor and one more; "
            + "the voter restarts, and the next client enters with the same token.",
            new QuorumLab.Machines("reserves-nothing")
            {
                DurableVoter = (self, terms, life) => new ReservesNothing(self, terms, life, life == 1, VoterMemory.Empty),
            },
            isAfterCrash: true,
            isDurable: true),
        OfVoter(
            "keeps-floor-of-ended-session",
            Tokens,
            "A voter does not raise its floor when a vote ends with its session. The next client enters with the token of the "
            + "one before.",
            (self, terms, life, isNew) => new KeepsFloorOfEndedSession(self, terms, life, isNew)),
        OfVoter(
            "release-of-any-request",
            Exclusion,
            "A release ends whatever request its client has at the voter, and not the one that it names. A late copy gives up "
            + "the vote of the next request.",
            (self, terms, life, isNew) => new ReleaseOfAnyRequest(self, terms, life, isNew)) with
        {
            Requests = 2,
            Needs = Circumstances.Duplicate,
        },
        OfVoter(
            "reader-past-waiting-writer",
            Priority,
            "A voter gives its vote to a reader while a writer waits. Readers that follow one another keep the writer out.",
            (self, terms, life, isNew) => new ReaderPastWaitingWriter(self, terms, life, isNew),
            readers: 2),
        OfClient(
            "counts-votes-not-voters",
            Exclusion,
            "A client counts every copy of a vote. The copies of a minority let it in.",
            (self, terms, session) => new CountsVotesNotVoters(self, terms, session)) with
        {
            Needs = Circumstances.Duplicate,
        },
        OfClient(
            "enters-on-uneven-floors",
            Tokens,
            "A client enters with m votes although their floors differ, without raising the lower ones. If the voter with the "
            + "largest floor is missing next time, the token does not rise.",
            (self, terms, session) => new EntersOnUneven(self, terms, session)),
        OfClient(
            "counts-after-late-heard",
            Exclusion,
            "A client counts votes again that had stopped counting, when a late answer to a beat comes. The voter has given them "
            + "to another client meanwhile.",
            (self, terms, session) => new CountsAfterLateHeard(self, terms, session)),
        OfClient(
            "yields-inside",
            Exclusion,
            "A client gives a vote back while it is inside. The next client enters beside it.",
            (self, terms, session) => new YieldsWhileInside(self, terms, session)),
        OfClient(
            "takes-back-yielded-vote",
            Exclusion,
            "A client that has given a vote back counts it again when a late copy of it comes. Another client has the vote by "
            + "then.",
            (self, terms, session) => new TakesBackYieldedVote(self, terms, session)) with
        {
            Needs = Circumstances.Duplicate,
        },
        OfClient(
            "counts-raised-of-lapsed",
            Exclusion,
            "A client counts a voter that has raised its floor, although the vote no longer counts. The voter has given it to "
            + "another client meanwhile.",
            (self, terms, session) => new CountsRaisedOfLapsed(self, terms, session)),
    ];

    private static Exhibit OfVoter(
        string name, Property breaks, string explanation, MakeVoter make, int readers = 0, bool isAfterCrash = false) => Of(
        breaks,
        explanation,
        new QuorumLab.Machines(name) { Voter = (self, terms, incarnation) => make(self, terms, incarnation, incarnation == 1) },
        readers,
        isAfterCrash);

    private static Exhibit OfClient(string name, Property breaks, string explanation, MakeClient make) => Of(
        breaks, explanation, new QuorumLab.Machines(name) { Client = (self, terms, session) => make(self, terms, session) });

    // Two clients, or as many readers and a writer.
    private static Exhibit Of(
        Property breaks,
        string explanation,
        QuorumLab.Machines machines,
        int readers = 0,
        bool isAfterCrash = false,
        bool isDurable = false)
    {
        var workload = new QuorumWorkload(QuorumWorkload.UsualVoters, readers, readers == 0 ? 2 : 1)
        {
            Lapses = isAfterCrash ? 0 : 1,
            IsDurable = isDurable,
        };
        return new Exhibit(machines.Bug!, explanation, breaks, QuorumLab.Make(machines, workload))
        {
            Processes = workload.Processes,
            Needs = isAfterCrash ? Circumstances.Restart : Circumstances.None,
        };
    }

    private sealed class OverwritesLiveVote(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override bool MayJoin(bool shares, bool isOut, bool isOutToSharers, bool isBetter) =>
            base.MayJoin(shares, isOut, isOutToSharers, isBetter) || isBetter;
    }

    private sealed class EndsSessionEarly(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override TimeSpan SessionLength => Terms.Lease / 2;
    }

    private sealed class KeepsFloorOfEndedSession(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override int RiseOfEndedVote => 0;
    }

    private sealed class ForgetsWithoutWaiting(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override TimeSpan WaitLength => TimeSpan.FromTicks(1);
    }

    private sealed class RecoversFromTooFew(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override int FloorsNeeded => 1;
    }

    private sealed class ReservesNothing(ProcessId self, QuorumTerms terms, long incarnation, bool isNew, VoterMemory memory)
        : Voter(self, terms, incarnation, isNew, memory)
    {
        protected override long NumberAbove(long floor) => floor;
    }

    private sealed class ReleaseOfAnyRequest(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override long RequestOf(Release message, IEnumerable<long> open) =>
            open.Append(message.Number).First();
    }

    private sealed class ReaderPastWaitingWriter(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override bool MayPassWaiting => true;
    }

    private sealed class CountsVotesNotVoters(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool CountsCopies => true;
    }

    private sealed class EntersOnUneven(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool EntersOnUnevenFloors => true;
    }

    private sealed class CountsAfterLateHeard(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool MayCountAgain => true;
    }

    private sealed class YieldsWhileInside(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool YieldsInside => true;
    }

    private sealed class TakesBackYieldedVote(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool TakesBackStruck => true;
    }

    private sealed class CountsRaisedOfLapsed(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool CountsLapsedAnswers => true;
    }
}
