using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Regeneration;
using static Coterie.Protocols.Mutex.Algorithms.Regeneration.RegenerationProtocol;
using static Coterie.Protocols.Mutex.Algorithms.SuzukiKasamiProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of the token that is made again. Process 2 of 3 is at hand; process 1 has the first token.
/// </summary>
public sealed class RegeneratedTokenTests
{
    private static readonly ProcessId P1 = new(1), P2 = new(2), P3 = new(3);
    private static readonly Timestamp First = new(0, P1), Second = new(1, P2), Own = new(1, P2);
    private readonly Outbox _outbox = new();
    private readonly RegeneratedToken _process = new(P2, 3, life: 1);

    [Fact]
    public void Whoever_waits_too_long_asks_all_others_in_a_new_epoch_and_makes_a_token_if_nobody_has_one()
    {
        On(Input.Of(Enter.Instance));
        On(Input.Of(RegeneratedToken.SeekDue));
        Assert.Equal([(P1, new Seek(Second, Own)), (P3, new Seek(Second, Own))], Sent);
        Get(new Found(P1, Second, Second, HasToken: false, Over: 0));
        Get(new Found(P3, Second, Second, HasToken: false, Over: 0));
        Assert.Contains(new Entered(Own), On(Input.Of(RegeneratedToken.FoundDue)));
    }

    [Fact]
    public void It_makes_none_if_another_has_the_token()
    {
        On(Input.Of(Enter.Instance));
        On(Input.Of(RegeneratedToken.SeekDue));
        Get(new Found(P3, Second, Second, HasToken: true, Over: 0));
        Assert.Empty(On(Input.Of(RegeneratedToken.FoundDue)));
    }

    [Fact]
    public void A_token_of_an_earlier_epoch_is_refused()
    {
        On(Input.Of(Enter.Instance));
        Get(new Seek(new Timestamp(1, P3), new Timestamp(1, P3)));
        Assert.Contains((P3, new Found(P2, new Timestamp(1, P3), new Timestamp(1, P3), HasToken: false, Over: 0)), Sent);
        Assert.Empty(Get(Token(First)));
        Assert.Contains(new Entered(Own), Get(Token(new Timestamp(1, P3))));
    }

    [Fact]
    public void Whoever_has_the_token_says_so_and_takes_it_into_the_new_epoch()
    {
        On(Input.Of(Enter.Instance));
        Get(Token(First));
        var epoch = new Timestamp(1, P3);
        Get(new Seek(epoch, new Timestamp(1, P3)));
        Assert.Equal([(P3, new Found(P2, epoch, epoch, HasToken: true, Over: 0))], Sent);
        On(Input.Of(Exit.Instance));
        Assert.Equal(epoch, Assert.IsType<Token>(Assert.Single(Sent).Message).Epoch);
    }

    [Fact]
    public void Whoever_comes_back_takes_no_token_for_a_time_out()
    {
        var again = new RegeneratedToken(P2, 3, life: 2);
        again.On(Input.Restart([]), TimeSpan.Zero, _outbox);
        again.On(Input.Of(Enter.Instance), TimeSpan.Zero, _outbox);
        _outbox.Clear();
        again.On(Input.Of(P1, Token(First)), TimeSpan.Zero, _outbox);
        Assert.Equal(0, _outbox.Items.Length);
        again.On(Input.Of(RegeneratedToken.ReturnDue), TimeSpan.Zero, _outbox);
        again.On(Input.Of(P1, Token(First)), TimeSpan.Zero, _outbox);
        Assert.Contains(new Entered(new Timestamp(1_000_001, P2)), Outputs());
    }

    private List<(ProcessId To, IMessage Message)> Sent { get; set; } = [];

    private static Token Token(Timestamp epoch) => new(epoch, new Privilege(P1, null, [], [0, 0, 0]));

    private List<IOutput> Get(ISignedMessage message) => On(Input.Of(message.From, message));

    private List<IOutput> On(in Input input)
    {
        _process.On(input, TimeSpan.Zero, _outbox);
        _process.Check();
        Sent = [];
        foreach (ref readonly var effect in _outbox.Items)
        {
            if (effect.Message is { } message)
                Sent.Add((effect.To, message));
        }
        var outputs = Outputs();
        _outbox.Clear();
        return outputs;
    }

    private List<IOutput> Outputs()
    {
        var outputs = new List<IOutput>();
        foreach (ref readonly var effect in _outbox.Items)
        {
            if (effect.Output is { } output)
                outputs.Add(output);
        }
        return outputs;
    }
}
