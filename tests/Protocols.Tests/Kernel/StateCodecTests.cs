using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Mutex;

namespace Coterie.Tests.Kernel;

public sealed class StateCodecTests
{
    private readonly StateCodec _codec = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(63, 1)]
    [InlineData(-64, 1)]
    [InlineData(64, 2)]
    [InlineData(long.MaxValue, 10)]
    [InlineData(long.MinValue, 10)]
    public void A_number_comes_back_from_as_few_bytes_as_it_needs(long number, int bytes)
    {
        _codec.Write();
        _codec.Number(number);
        Assert.Equal(bytes, _codec.Written.Length);
        _codec.Read(_codec.Written.ToArray());
        Assert.Equal(number, _codec.Number(77));
    }

    [Fact]
    public void Fields_come_back_in_the_order_in_which_they_were_written()
    {
        var set = new ProcessSet(70);
        set.Add(new(3));
        set.Add(new(70));
        _codec.Write();
        _codec.Flag(true);
        _codec.Process(new(7));
        _codec.Request(new Timestamp(300, new(2)));
        _codec.Request(null);
        _codec.Set(set);
        _codec.List([1L, 500L], (codec, value) => codec.Number(value));

        _codec.Read(_codec.Written.ToArray());
        Assert.True(_codec.Flag(false));
        Assert.Equal(new ProcessId(7), _codec.Process(default));
        Assert.Equal(new Timestamp(300, new(2)), _codec.Request(null));
        Assert.Null(_codec.Request(new Timestamp(9, new(9))));
        var (read, list) = (new ProcessSet(70), new List<long> { 4 });
        _codec.Set(read);
        Assert.Equal(("{3, 70}", 2), (read.ToString(), read.Count));
        _codec.List(list, (codec, value) => codec.Number(value));
        Assert.Equal([1, 500], list);
    }

    [Fact]
    public void Rules_that_take_over_the_state_of_others_go_on_as_those_would()
    {
        var group = new Group(3);
        group.Enter(1);
        group.Deliver(1, 2);
        group.Deliver(2, 1);
        group.Enter(3);
        group.Deliver(3, 1);                    // 1 defers
        _codec.Write();
        group[1].Exchange(_codec);
        var state = _codec.Written.ToArray();

        var heir = new RicartAgrawala(new(1), 3);
        _codec.Read(state);
        heir.Exchange(_codec);
        Assert.Equal(group[1].ToString(), heir.ToString());
        var outbox = new Outbox();
        heir.Receive(new MutexProtocol.Reply(new(3), heir.Request!.Value), outbox);
        Assert.Equal(Phase.Held, heir.Phase);
        heir.Exit(outbox);
        Assert.Equal(new MutexProtocol.Reply(new(1), new(1, new(3))), outbox.Items[^1].Message);
    }
}
