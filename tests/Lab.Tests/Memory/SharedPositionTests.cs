using Coterie.Lab.Memory;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Readers that share one position in a file, each in two steps.</summary>
public sealed class SharedPositionTests
{
    private static readonly ProcessId Writer = new(2), One = new(3), Two = new(4);
    private readonly SharedPosition _memory = new(new Variable(new VariableLimits()));

    public SharedPositionTests() => On(Input.Of(Writer, new Write(1, "x", new Value(5))));

    [Fact]
    public void A_reader_alone_reads_the_value()
    {
        var seek = SeekOf(One);
        Assert.Equal(5, ReadAt(seek));
        Assert.Equal(5, ReadAt(SeekOf(Two)));   // it seeks again
    }

    [Fact]
    public void Of_two_readers_that_seek_before_either_reads_the_second_reads_nothing()
    {
        var (one, two) = (SeekOf(One), SeekOf(Two));
        Assert.Equal(5, ReadAt(one));
        Assert.Equal(0, ReadAt(two));
    }

    private TimerId SeekOf(ProcessId reader) =>
        Assert.Single(On(Input.Of(reader, new Read(1, "x"))), effect => effect.Kind == EffectKind.Set).Timer;

    private int ReadAt(TimerId seek)
    {
        var effects = On(Input.Of(seek));
        return ((Current)Assert.Single(effects).Message!).Value.Number;
    }

    private Effect[] On(in Input input)
    {
        var outbox = new Outbox();
        _memory.On(input, TimeSpan.Zero, outbox);
        return outbox.Items.ToArray();
    }
}
