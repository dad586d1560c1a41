using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using FsCheck;
using FsCheck.Fluent;

namespace Coterie.Tests.Memory;

/// <summary>The lock's rules in random runs, against a simple model, and the model against broken rules.</summary>
public sealed class WriterPriorityLockTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Whatever_clients_do_the_lock_keeps_its_rules_and_answers_every_command_once() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int, int, int)[]>(),
            steps => RandomVariableRuns.Play(steps).Violations is var violations && violations.Count == 0
                ? true.ToProperty()
                : false.Label(string.Join('\n', violations))).Check(Often);

    public static TheoryData<string, string> All => new()
    {
        { nameof(LockMutants.ReadersBesideWriter), "gets in beside a writer" },
        { nameof(LockMutants.WriterBesideReaders), "gets in beside readers" },
        { nameof(LockMutants.ReadersPassWaitingWriter), "gets in while a writer waits" },
        { nameof(LockMutants.ReadersFirst), "gets in while a writer waits" },
        { nameof(LockMutants.NobodyIsNext), "nobody holds, and" },
        { nameof(LockMutants.ReleaseIsLost), "nobody holds, and" },
        { nameof(LockMutants.GoneHolderStays), "nobody holds, and" },
        { nameof(LockMutants.LostLockIsGood), "under" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void The_model_catches(string mutant, string violation)
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var steps = Enumerable.Range(0, 60).Select(_ => (random.Next(), random.Next(), random.Next())).ToArray();
            var run = RandomVariableRuns.Play(steps, limits => LockMutants.Make(mutant, limits));
            if (run.Violations.Any(found => found.Contains(violation, StringComparison.Ordinal)))
                return;
        }
        Assert.Fail($"none of 300 runs of {mutant} showed that somebody {violation}");
    }

    [Fact]
    public void What_is_kept_for_those_gone_does_not_pile_up()
    {
        var run = new VariableRun(new VariableLimits(MostWaiting: 1000));
        run.Send(new ProcessId(2), new MemoryProtocol.AcquireWrite(1, "x"));
        run.Send(new ProcessId(3), new MemoryProtocol.Read(2, "x"));
        for (var number = 4; number < 2000; number++)
        {
            var client = new ProcessId(number);
            run.Send(client, new MemoryProtocol.Read(number, "x"));
            run.Send(client, new MemoryProtocol.Write(10_000 + number, "x", default));
            run.ClientGone(client);
        }
        run.LetAllLeave();
        Assert.Empty(run.Violations);
        Assert.InRange(run.MostKept, 2, 6);
    }
}
