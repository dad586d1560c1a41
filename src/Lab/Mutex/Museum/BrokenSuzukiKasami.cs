using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Suzuki and Kasami's algorithm with one rule broken on purpose.</summary>
internal static class BrokenSuzukiKasami
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        Of(
            "privilege-doubled",
            Exclusion,
            "A process that sends the privilege on believes that it has it still. There are two, and two enter.",
            (self, n, _) => new PrivilegeDoubled(self, n)),
        Of(
            "privilege-dropped",
            Progress,
            "A process that has given up drops the privilege that comes to it. Nobody has it any more, and all wait for ever.",
            (self, n, _) => new PrivilegeDropped(self, n)) with { Needs = Circumstances.Withdraw },
        Of(
            "next-number-only",
            Progress,
            "A request counts as new only with the number after the last one granted, as in the paper, where nobody gives up. "
            + "Here a number may be left out, and its process waits for ever.",
            (self, n, _) => new NextNumberOnly(self, n)) with { Needs = Circumstances.Withdraw, Requests = 2 },
    ];

    private static Exhibit Of(
        string name, Property breaks, string explanation, Func<ProcessId, int, MutexSettings, MutexRules> create) =>
        MutexExhibit.Of(MutexAlgorithms.SuzukiKasami, name, breaks, explanation, create);

    private sealed class PrivilegeDoubled(ProcessId self, int processes) : SuzukiKasami(self, processes)
    {
        protected override void Lose()
        {
        }
    }

    private sealed class PrivilegeDropped(ProcessId self, int processes) : SuzukiKasami(self, processes)
    {
        protected override void Take(IWireMessage message, Outbox outbox)
        {
            if (Phase == Phase.Wanted || message is Request)
                base.Take(message, outbox);
        }
    }

    private sealed class NextNumberOnly(ProcessId self, int processes) : SuzukiKasami(self, processes)
    {
        protected override bool IsNew(long asked, long granted) => asked == granted + 1;
    }
}
