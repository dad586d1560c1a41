using Coterie.Lab.Museum;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Lab.Variables.VariablesProperties;

namespace Coterie.Lab.Variables.Museum;

/// <summary>Replicated variables with one rule broken on purpose, each by a line.</summary>
internal static class VariablesExhibit
{
    private static readonly QuorumWorkload OneWriter = QuorumWorkload.Of(1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exhibit> All { get; } =
    [
        OfVoter(
            "stores-from-anybody",
            Continuity,
            "A voter takes every value with a larger stamp, also from a client that does not have its vote. A late store of an "
            + "earlier holder is read, and the present holder, which did not see it, overwrites it.",
            new QuorumWorkload(Voters: 1, Readers: 1, Writers: 2),
            (self, terms, life, isNew) => new StoresFromAnybody(self, terms, life, isNew)) with
        {
            IsRare = true,
        },
        OfVoter(
            "recovers-without-values",
            Durability,
            "A voter that lost its memory learns the floors from the others, and not the values. What was stored is at no "
            + "majority any more.",
            OneWriter with { Lapses = 0 },
            (self, terms, life, isNew) => new RecoversWithoutValues(self, terms, life, isNew)) with
        {
            Needs = Circumstances.Restart,
        },
        Of(
            "stores-late",
            Durability,
            "A durable voter says that it has a value before it has stored it. It crashes in between and comes back without the "
            + "value, which is at no majority any more.",
            OneWriter with { Lapses = 0, IsDurable = true },
            VariablesLab.Machines("stores-late") with
            {
                DurableVoter = (self, terms, life) =>
                    new StoresLate(new Voter(self, terms, life, isNew: life == 1, VoterMemory.Empty)),
            }) with
        {
            Needs = Circumstances.Restart,
        },
        OfClient(
            "reads-before-majority",
            Durability,
            "A read without a lock returns the largest stamp of the first voter that answers. The value may be at no majority, "
            + "and the next read may miss it.",
            new QuorumWorkload(Voters: 3, Readers: 1, Writers: 1) { Lapses = 0 },
            (self, terms, session) => new ReadsBeforeMajority(self, terms, session)),
        OfClient(
            "reads-without-storing",
            Durability,
            "A client that holds the lock returns the largest stamp of its votes without storing it first. A store that was cut "
            + "off is read, and the next read may miss it.",
            OneWriter,
            (self, terms, session) => new ReadsWithoutStoring(self, terms, session)),
        OfClient(
            "counts-stored-of-lapsed",
            Durability,
            "A client counts a voter that has stored its value, although the vote no longer counts. The voter has lost its "
            + "memory since.",
            OneWriter with { Lapses = 0, Late = Lateness.All },
            (self, terms, session) => new CountsStoredOfLapsed(self, terms, session)) with
        {
            Needs = Circumstances.Restart,
        },
        OfClient(
            "watches-one-voter",
            Durability,
            "A watch shows what a single voter has. The store may be cut off, and the value may be at no majority.",
            new QuorumWorkload(Voters: 3, Readers: 1, Writers: 1) { Lapses = 0, Watchers = 1 },
            (self, terms, session) => new WatchesOneVoter(self, terms, session)),
        OfClient(
            "forgets-lost-change",
            QuorumProperties.Progress,
            "A client that learns that a message about watched names was lost does not ask for it again. If it was the last one, "
            + "the watch never shows the value.",
            new QuorumWorkload(Voters: 1, Readers: 1, Writers: 1) { Lapses = 0, Watchers = 1 },
            (self, terms, session) => new ForgetsLostChange(self, terms, session)) with
        {
            Needs = Circumstances.Loss,
        },
        OfClient(
            "cache-that-outlives-its-votes",
            Stamps,
            "A client goes on reading its copy of the value when the votes by which it has it no longer count. Somebody has "
            + "written another value meanwhile.",
            new QuorumWorkload(Voters: 1, Readers: 1, Writers: 1) { KeepsCopies = true },
            (self, terms, session) => new CacheThatOutlivesItsVotes(self, terms, session)) with
        {
            Requests = 2,
        },
        Of(
            "repeats-unknown",
            Continuity,
            "A client that lost the lock while it stored does its operation again, without a look whether it is in the value. An "
            + "addition is made twice.",
            OneWriter,
            VariablesLab.Machines("repeats-unknown") with
            {
                Client = (self, terms, session) => new RepeatsUnknown(self, session, new QuorumClient(self, terms, session)),
            }),
    ];

    private static Exhibit OfVoter(
        string name,
        Property breaks,
        string explanation,
        QuorumWorkload workload,
        Func<ProcessId, QuorumTerms, long, bool, IMachine> make) => Of(
        name,
        breaks,
        explanation,
        workload,
        VariablesLab.Machines(name) with { Voter = (self, terms, life) => make(self, terms, life, life == 1) });

    private static Exhibit OfClient(
        string name,
        Property breaks,
        string explanation,
        QuorumWorkload workload,
        Func<ProcessId, QuorumTerms, SessionId, QuorumClient> make) => Of(
        name,
        breaks,
        explanation,
        workload,
        VariablesLab.Machines(name) with
        {
            Client = (self, terms, session) => new VariablesClient(self, session, make(self, terms, session)),
        });

    private static Exhibit Of(
        string name, Property breaks, string explanation, QuorumWorkload workload, QuorumLab.Machines machines) =>
        new(name, explanation, breaks, VariablesLab.Make(machines, workload)) { Processes = workload.Processes };

    private sealed class StoresFromAnybody(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override bool MayStore(bool hasVote, bool isLater) => hasVote || isLater;
    }

    // What a step stores is stored by the next one.
    private sealed class StoresLate(Voter voter) : IMachine
    {
        private readonly List<ValueKept> _late = [];

        public void On(in Input input, TimeSpan now, Outbox outbox)
        {
            _late.ForEach(outbox.Store);
            _late.Clear();
            var effects = new Outbox();
            voter.On(input, now, effects);
            foreach (ref readonly var effect in effects.Items)
            {
                if (effect.Record is ValueKept kept)
                    _late.Add(kept);
                else
                    outbox.Add(effect);
            }
        }

        public void Exchange(StateCodec codec)
        {
            voter.Exchange(codec);
            codec.List(_late, (fields, kept) => new ValueKept(
                fields.Text(kept?.Name ?? ""),
                StampedValue.Exchange(fields, kept?.Stored ?? default),
                fields.Flag(kept?.IsRecovered ?? false)));
        }

        public void Check() => voter.Check();
    }

    private sealed class RecoversWithoutValues(ProcessId self, QuorumTerms terms, long incarnation, bool isNew)
        : Voter(self, terms, incarnation, isNew)
    {
        protected override bool RecoversValues => false;
    }

    private sealed class ReadsBeforeMajority(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override int VotersOfLook => 1;
    }

    private sealed class ReadsWithoutStoring(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool StoresWhatItReads => false;
    }

    private sealed class CountsStoredOfLapsed(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool CountsLapsedAnswers => true;
    }

    private sealed class WatchesOneVoter(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override int VotersOfWatch => 1;
    }

    private sealed class ForgetsLostChange(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool AsksForLostChanges => false;
    }

    private sealed class CacheThatOutlivesItsVotes(ProcessId self, QuorumTerms terms, SessionId session)
        : QuorumClient(self, terms, session)
    {
        protected override bool CopyOutlivesVotes => true;
    }

    private sealed class RepeatsUnknown(ProcessId self, SessionId session, QuorumClient client)
        : VariablesClient(self, session, client)
    {
        protected override bool LooksForItself => false;
    }
}
