using System.Text.RegularExpressions;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Replaying;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Tests.Tracing.Replaying;

/// <summary>
/// What a replay reads from a trace is what the machines of the run had in them: after each step of random runs, both are
/// compared.
/// </summary>
public sealed partial class ReplayAgainstMachinesTests
{
    [Theory]
    [InlineData("ricart-agrawala")]
    [InlineData("carvalho-roucairol")]
    public void Missing_and_deferred_replies_are_those_of_the_machine(string algorithm) => Compare(algorithm, (machine, state) =>
    {
        var (missing, deferred) = (Set(machine, "missing"), List(machine, "deferred"));
        Assert.Equal(IsWaiting(machine) ? missing : "", Text(state.Missing));
        Assert.Equal(deferred, Text(state.Deferred));
    });

    [Fact]
    public void By_Lamports_rules_later_messages_and_earlier_requests_are_missing() => Compare("lamport", (machine, state) =>
    {
        var missing = Members(machine, "ahead").Concat(Members(machine, "nothing later from")).Distinct().Order();
        Assert.Equal(IsWaiting(machine) ? string.Join(" ", missing) : "", Text(state.Missing));
    });

    [Theory]
    [InlineData("ricart-agrawala")]
    [InlineData("carvalho-roucairol")]
    [InlineData("maekawa")]
    [InlineData("majority")]
    [InlineData("lamport")]
    public void Clock_is_that_of_the_machine(string algorithm) => Compare(
        algorithm,
        (machine, state) => Assert.Equal(Regex.Match(machine, @"clock (\d+)").Groups[1].Value, $"{state.Clock}"));

    [Theory]
    [InlineData("suzuki-kasami", "privilege", "privilege at hand")]
    [InlineData("naimi-trehel", "token", "token at hand")]
    public void Process_that_waits_for_the_token_does_not_have_it(string algorithm, string token, string atHand) => Compare(
        algorithm,
        (machine, state) => Assert.Equal(IsWaiting(machine) && !machine.Contains(atHand) ? token : null, state.Missing));

    [Theory]
    [MemberData(nameof(RecordedRuns.Algorithms), MemberType = typeof(RecordedRuns))]
    public void Process_waits_and_is_inside_when_the_machine_does(string algorithm) => Compare(algorithm, (machine, state) =>
    {
        var phase = state.Activity switch
        {
            Activity.Waiting => Phase.Wanted,
            Activity.Inside => Phase.Held,
            _ => Phase.Released,
        };
        Assert.StartsWith($"{phase}, request {state.Request?.ToString() ?? "none"}", machine[(machine.IndexOf(':') + 2)..]);
    });

    // Each machine is compared after each step, from the first to the last, in several runs.
    private static void Compare(string algorithm, Action<string, ProcessState> compare)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var protocol = Coterie.Lab.Catalogue.ProtocolCatalogue.Find(algorithm)!;
            var comparison = new Comparison(protocol, 2 + seed, compare);
            RecordedRuns.Run(comparison.Protocol, 2 + seed, seed, comparison);
            Assert.True(comparison.Steps > 50);
        }
    }

    private static bool IsWaiting(string machine) => machine.Contains($": {Phase.Wanted},");

    private static string Set(string machine, string name) => string.Join(" ", Members(machine, name));

    private static IEnumerable<int> Members(string machine, string name) =>
        Numbers().Matches(Regex.Match(machine, name + @" \{([^}]*)\}").Groups[1].Value).Select(number => int.Parse(number.Value));

    // A set of processes, or a list of requests, of which only the processes count.
    private static string List(string machine, string name)
    {
        var requests = Regex.Match(machine, name + @" \[([^\]]*)\]").Groups[1].Value;
        return requests.Length == 0
            ? Set(machine, name)
            : string.Join(" ", requests.Split(", ").Select(request => int.Parse(request.Split('.')[1])).Order());
    }

    // 1..3, 5 as 1 2 3 5
    private static string Text(string? ranges) => string.Join(
        " ",
        (ranges ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(range => range.Split("..").Select(int.Parse).ToArray())
            .SelectMany(range => Enumerable.Range(range[0], range[^1] - range[0] + 1)));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();

    private sealed class Comparison : IRunListener
    {
        private readonly Dictionary<ProcessId, IMachine> _machines = [];
        private readonly Action<string, ProcessState> _compare;
        private readonly TraceRecorder _recorder;
        private readonly RunReplay _replay;

        public Comparison(Protocol protocol, int processes, Action<string, ProcessState> compare)
        {
            _compare = compare;
            _recorder = new TraceRecorder(processes, protocol, happened => _replay!.Take(happened));
            _replay = new RunReplay(new TraceHeader(protocol.Name, processes, null, IsVirtual: true, null));
            Protocol = protocol with { Create = setup => _machines[setup.Self] = protocol.Create(setup) };
        }

        public Protocol Protocol { get; }

        public int Steps { get; private set; }

        public void On(TimeSpan at, in Step step)
        {
            _recorder.On(at, step);
            Steps++;
            var state = _replay[step.Process];
            if (state.Activity is not (Activity.Down or Activity.Paused))
                _compare(_machines[step.Process].ToString()!, state);
        }

        public void On(TimeSpan at, Fault fault) => _recorder.On(at, fault);
    }
}
