using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>What a variable that nobody locks costs the garbage collector.</summary>
public sealed class AllocationTests
{
    private const int Operations = 10_000;
    private readonly VariableRules<object> _rules;
    private readonly VariableEffects<object> _effects = new();
    private readonly object _client = new();

    public AllocationTests()
    {
        var settings = new MemorySettings(10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 1, new(1));
        _rules = new VariableRules<object>(settings, new WriterPriorityLock<object>(settings.MostWaiting));
    }

    [Fact]
    public void A_plain_read_or_write_costs_its_answer_and_nothing_else()
    {
        Assert.InRange(BytesPerOperation(new Read(1, "x")), 1, 40);
        Assert.InRange(BytesPerOperation(new Write(1, "x", new(1))), 1, 40);
    }

    [Fact]
    public void A_batch_costs_nothing()
    {
        var batch = new CommandBatch();
        byte[] commands = [(byte)'R', (byte)'W', 1, 0, 0, 0];
        Assert.Equal(0, Measure(() =>
        {
            batch.Take(commands);
            _rules.Arrive(batch, batch, _effects);
            _effects.Clear();
        }));
    }

    private double BytesPerOperation(IVariableCommand command) => Measure(() =>
    {
        _rules.Arrive(_client, command, _effects);
        _effects.Clear();
    });

    private static double Measure(Action operation)
    {
        operation();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Operations; i++)
            operation();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Operations;
    }
}
