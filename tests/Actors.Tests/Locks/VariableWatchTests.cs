using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Locks;

/// <summary>What the reader of a watch is told.</summary>
public sealed class VariableWatchTests
{
    private static readonly VariableContent Content = VariableContent.None.After(VariableValue.Of(5), default);
    private readonly VariableWatch _watch = new(1);

    [Fact]
    public async Task A_value_that_a_reader_stored_again_under_its_own_stamp_is_not_told_again()
    {
        Show(Content, new ValueStamp(1, 1));
        Assert.Equal(new WatchEvent.Changed("x", Content.Value, 1, 0), await NextAsync());
        Show(Content, new ValueStamp(2, 1));
        Show(Content.After(null, default), new ValueStamp(3, 1), "y");
        Assert.Equal(new WatchEvent.Changed("y", null, 2, 0), await NextAsync());
        Show(Content.After(null, default), new ValueStamp(3, 1));
        Assert.Equal(new WatchEvent.Changed("x", null, 2, 0), await NextAsync());
    }

    private void Show(VariableContent content, ValueStamp stamp, string name = "x") =>
        _watch.On(new Watched(_watch.Number, name, new StampedValue(stamp, content.ToPayload())));

    private ValueTask<WatchEvent> NextAsync() => _watch.TakeAsync(CancellationToken.None);
}
