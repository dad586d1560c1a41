using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Xunit.Abstractions;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// A client that is paused for longer than a lease, while it is inside, writes as soon as it runs again. A store that refuses
/// smaller tokens than it has seen takes nothing of that if somebody else was inside meanwhile.
/// </summary>
public sealed class TokenStoreTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000;
    private const int MostSeeds = 4_000;
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(400); // the pauses are over before
    private static readonly DurationRange Inside = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(60));

    [Fact]
    public void Nothing_stale_is_taken_in_ten_thousand_schedules_with_pauses()
    {
        var late = 0;
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var store = Run(QuorumLab.Quorum, seed);
            Assert.True(store.Wrong is null, $"seed {seed}: {store.Wrong}");
            late += store.Refused;
        }
        output.WriteLine($"{late} late writes were refused");
        Assert.True(late > Schedules / 2, $"only {late} late writes");
    }

    [Fact]
    public void Something_stale_is_taken_if_a_voter_forgets_the_token_of_a_session_that_ends()
    {
        var exhibit = ProtocolCatalogue.FindExhibit("keeps-floor-of-ended-session")!;
        Assert.Contains(Enumerable.Range(1, MostSeeds), seed => Run(exhibit.Protocol, seed).Wrong is not null);
    }

    private static Store Run(Protocol protocol, int seed)
    {
        var store = new Store();
        VirtualSimulation.Run(WithPause(HuntingGround.Of(protocol, seed), new Random(seed)), [store]);
        return store;
    }

    // The first client that enters is paused while it is inside, for longer than a lease. The faults of servers stay, but not
    // those of an only voter: if it forgets, tokens begin again. Up to the pause the run is the same as without it.
    private static VirtualSettings WithPause(VirtualSettings settings, Random random)
    {
        settings = settings with
        {
            Simulation = settings.Simulation with { Hold = Inside, Duration = Duration },
            Requests = 1,
            Faults = [.. settings.Faults.Where(
                fault => settings.Simulation.Protocol.Servers > 1
                    && fault.Named.All(process => process.Value <= settings.Simulation.Protocol.Servers))],
        };
        var first = new FirstEntry();
        VirtualSimulation.Run(settings with { Simulation = settings.Simulation with { Duration = Duration / 2 } }, [first]);
        if (!first.IsFound)
            return settings;
        var from = first.At + TimeSpan.FromMilliseconds(random.Next(1, 20));
        var until = from + TimeSpan.FromMilliseconds(random.Next(35, 120));
        return settings with { Faults = [.. settings.Faults, new PlannedFault.Pause(first.Client, from, until)] };
    }

    /// <summary>Finds the first client that enters alone.</summary>
    private sealed class FirstEntry : IRunListener
    {
        public bool IsFound { get; private set; }

        public ProcessId Client { get; private set; }

        public TimeSpan At { get; private set; }

        public void On(TimeSpan at, in Step step)
        {
            if (!IsFound && step.Find(Deed.Entered) is Entered { Mode: VoteMode.Exclusive })
                (IsFound, Client, At) = (true, step.Process, at);
        }
    }

    /// <summary>Each client writes when it has entered, and again when it goes on after a pause.</summary>
    private sealed class Store : IRunListener
    {
        private readonly Dictionary<ProcessId, FencingToken> _inside = []; // as these clients believe
        private readonly HashSet<ProcessId> _overtaken = []; // somebody else has entered since
        private FencingToken _largest;

        /// <summary>How many late writes were refused.</summary>
        public int Refused { get; private set; }

        /// <summary>What was taken or refused by mistake; null for nothing.</summary>
        public string? Wrong { get; private set; }

        public void On(TimeSpan at, in Step step)
        {
            foreach (ref readonly var effect in step.Effects)
            {
                switch (effect.Output)
                {
                    case Entered { Mode: VoteMode.Exclusive } entered: Enter(step.Process, entered.Token, at); break;
                    case { Deed: Deed.Left or Deed.Lost }: Leave(step.Process); break;
                }
            }
        }

        public void On(TimeSpan at, Fault fault)
        {
            switch (fault)
            {
                case Fault.Resume resume when _inside.ContainsKey(resume.Process): Write(resume.Process, at); break;
                case Fault.Crash crash: Leave(crash.Process); break;
            }
        }

        private void Enter(ProcessId client, FencingToken token, TimeSpan at)
        {
            _overtaken.UnionWith(_inside.Keys);
            _inside[client] = token;
            Write(client, at);
        }

        private void Leave(ProcessId client)
        {
            _inside.Remove(client);
            _overtaken.Remove(client);
        }

        private void Write(ProcessId client, TimeSpan at)
        {
            var isTaken = _inside[client].Value >= _largest.Value;
            var isStale = _overtaken.Contains(client);
            if (isTaken == isStale)
                Wrong ??= $"at {at} the {(isStale ? "late " : "")}write of {client} was {(isTaken ? "taken" : "refused")}";
            if (isTaken)
                _largest = _inside[client];
            else
                Refused++;
        }
    }
}
