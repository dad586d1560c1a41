using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Kernel;

/// <summary>A machine that does what each test wants, and a host that writes down what the driver calls.</summary>
public sealed class DriverTests : IMachine, IHost, IStepObserver
{
    private static readonly ProcessId P1 = new(1), P2 = new(2), P3 = new(3);
    private readonly List<string> _log = [];
    private readonly Outbox _outbox = new();
    private readonly Driver _driver;
    private Action<Outbox> _machine = _ => { };
    private Action _host = () => { };
    private (InputKind Kind, TimeSpan Now) _taken;

    public DriverTests() => _driver = new Driver(P1, this, _outbox, this, this);

    [Fact]
    public void The_machine_gets_the_input_and_the_time()
    {
        _driver.Take(Input.Gone(P2), TimeSpan.FromSeconds(3));
        Assert.Equal((InputKind.Gone, TimeSpan.FromSeconds(3)), _taken);
    }

    [Fact]
    public void A_step_is_shown_whole_before_anything_of_it_is_carried_out()
    {
        _machine = outbox =>
        {
            outbox.Note(new Word("asked"));
            outbox.Send(P2, new Word("hello"));
            outbox.Tell(new Word("inside"));
        };
        _driver.Take(Input.Start, default);
        Assert.Equal(["shown: process 1, Start, 3 effects", "send hello to 2", "tell inside"], _log);
    }

    [Fact]
    public void Effects_are_carried_out_in_their_order_and_sends_that_follow_one_another_at_once()
    {
        _machine = outbox =>
        {
            outbox.Send(P2, new Word("one"));
            outbox.Send(P3, new Word("two"));
            outbox.Store(new Word("three"));
            outbox.Send(P2, new Word("four"));
        };
        _driver.Take(Input.Start, default);
        Assert.Equal(["send one to 2, two to 3", "store three", "send four to 2"], _log.Skip(1));
    }

    [Fact]
    public void A_note_is_for_whoever_looks_on_and_parts_the_sends_around_it()
    {
        _machine = outbox =>
        {
            outbox.Send(P2, new Word("one"));
            outbox.Note(new Word("left"));
            outbox.Send(P3, new Word("two"));
        };
        _driver.Take(Input.Start, default);
        Assert.Equal(["send one to 2", "send two to 3"], _log.Skip(1));
    }

    [Fact]
    public void Every_effect_reaches_the_host_with_what_belongs_to_it()
    {
        _machine = outbox =>
        {
            outbox.Set(new TimerId(1, 7), TimeSpan.FromSeconds(2));
            outbox.Cancel(new TimerId(2));
            outbox.Watch(P2);
            outbox.Unwatch(P3);
            outbox.Keep(4);
            outbox.LetIn(5, 6);
            outbox.Compact(8, [true, false]);
        };
        _driver.Take(Input.Of(P2, new Word("kept")), default);
        Assert.Equal(
            [
                "set 1/7 after 00:00:02", "cancel 2/0", "watch 2", "unwatch 3",
                "keep kept from 2 in 4", "let in 6 of 5", "compact 8: True, False",
            ],
            _log.Skip(1));
    }

    [Fact]
    public void A_machine_that_refuses_an_input_leaves_nothing_to_be_shown_carried_out_or_taken_for_the_next_step()
    {
        _machine = outbox =>
        {
            outbox.Send(P2, new Word("lost"));
            throw new BrokenRuleException("broken");
        };
        Assert.Throws<BrokenRuleException>(() => _driver.Take(Input.Start, default));
        Assert.Empty(_log);
        _machine = _ => { };
        _driver.Take(Input.Start, default);
        Assert.Equal(["shown: process 1, Start, 0 effects"], _log);
    }

    [Fact]
    public void The_outbox_is_empty_after_a_step_even_if_the_host_fails()
    {
        _machine = outbox => outbox.Tell(new Word("inside"));
        _driver.Take(Input.Start, default);
        Assert.Equal(0, _outbox.Items.Length);
        _host = () => throw new InvalidOperationException("no client");
        Assert.Throws<InvalidOperationException>(() => _driver.Take(Input.Start, default));
        Assert.Equal(0, _outbox.Items.Length);
    }

    [Fact]
    public void Nobody_needs_to_look_on()
    {
        _machine = outbox => outbox.Tell(new Word("inside"));
        new Driver(P1, this, _outbox, null, this).Take(Input.Start, default);
        Assert.Equal(["tell inside"], _log);
    }

    void IMachine.On(in Input input, TimeSpan now, Outbox outbox)
    {
        _taken = (input.Kind, now);
        _machine(outbox);
    }

    void IMachine.Exchange(StateCodec codec)
    {
    }

    void IMachine.Check()
    {
    }

    void IStepObserver.Observe(in Step step) =>
        _log.Add($"shown: process {step.Process}, {step.Input.Kind}, {step.Effects.Length} effects");

    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        var parts = new List<string>();
        foreach (ref readonly var send in sends)
            parts.Add($"{((Word)send.Message!).Text} to {send.To}");
        Take($"send {string.Join(", ", parts)}");
    }

    void IHost.Tell(IOutput output) => Take($"tell {((Word)output).Text}");

    void IHost.Set(TimerId timer, TimeSpan after) => Take($"set {timer.Kind}/{timer.Number} after {after:c}");

    void IHost.Cancel(TimerId timer) => Take($"cancel {timer.Kind}/{timer.Number}");

    void IHost.Store(IRecord record) => Take($"store {((Word)record).Text}");

    void IHost.Watch(ProcessId process) => Take($"watch {process}");

    void IHost.Unwatch(ProcessId process) => Take($"unwatch {process}");

    void IHost.Keep(int queue, in Input message) => Take($"keep {((Word)message.Message!).Text} from {message.From} in {queue}");

    void IHost.LetIn(int queue, int count) => Take($"let in {count} of {queue}");

    void IHost.Compact(int queue, IReadOnlyList<bool> stays) => Take($"compact {queue}: {string.Join(", ", stays)}");

    private void Take(string line)
    {
        _host();
        _log.Add(line);
    }

    private sealed record Word(string Text) : IMessage, IOutput, IRecord
    {
        public string Kind => Text;

        public string Key => Text;

        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }
}
