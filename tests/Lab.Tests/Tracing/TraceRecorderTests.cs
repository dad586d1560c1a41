using System.Text;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Tracing;

/// <summary>What a run looks like in a trace file, line by line.</summary>
public sealed class TraceRecorderTests
{
    private static readonly ProcessId P1 = new(1), P2 = new(2), P3 = new(3);
    private readonly MemoryStream _stream = new();
    private readonly TraceWriter _writer;
    private readonly TraceRecorder _recorder;
    private double _now;

    public TraceRecorderTests()
    {
        _writer = new TraceWriter(_stream, new TraceHeader("ricart-agrawala", 3, 42, true, DateTimeOffset.UnixEpoch));
        _recorder = new TraceRecorder(3, MutexAlgorithms.RicartAgrawala.Promises, _writer.Write);
    }

    [Fact]
    public void The_header_says_what_run_it_is_of()
    {
        AssertLines();
        var header = Encoding.UTF8.GetString(_stream.ToArray()).Split('\n')[0];
        Assert.Equal("""{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3,"seed":42,"clock":"virtual","started":"1970-01-01T00:00:00Z","hasEnd":true}""", header);
    }

    [Fact]
    public void A_request_its_replies_and_the_entry_carry_clocks_that_count_what_each_process_knows()
    {
        var (r, first, last) = (new Timestamp(1, P1), new Reply(P2, new(1, P1)), new Reply(P3, new(1, P1)));
        Take(P1, StepKind.Enter, null, r, Send(P2, new Request(r)), Send(P3, new Request(r)));
        Take(P2, StepKind.Receive, new Request(r), null, Send(P1, first));
        Take(P3, StepKind.Receive, new Request(r), null, Send(P1, last));
        Take(P1, StepKind.Receive, first, r);
        Take(P1, StepKind.Receive, last, r, new Effect(P1, null, r));
        AssertLines(
            """{"at":0.5,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":1}}""",
            """{"at":1.5,"p":3,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"3":1}}""",
            """{"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":1,"vc":{"1":2,"2":1}}""",
            """{"at":2.5,"p":1,"e":"recv-reply","from":3,"ts":1,"sent":1,"vc":{"1":3,"2":1,"3":1}}""",
            """{"at":2.5,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":1,"3":1}}""");
    }

    [Fact]
    public void A_deferred_reply_is_listed_where_it_goes_out()
    {
        var (inside, late) = (new Timestamp(1, P1), new Timestamp(2, P2));
        Take(P2, StepKind.Enter, null, late, Send(P1, new Request(late)));
        Take(P1, StepKind.Receive, new Request(late), inside);
        Take(P1, StepKind.Receive, new Request(late), inside);                  // came again: still deferred
        Take(P1, StepKind.Exit, null, inside, Send(P2, new Reply(P1, late)));
        AssertLines(
            """{"at":0.5,"p":2,"e":"request","ts":2,"to":[1],"vc":{"2":1}}""",
            """{"at":1,"p":1,"e":"recv-request","from":2,"ts":2,"sent":1,"reply":"deferred","vc":{"1":1,"2":1}}""",
            """{"at":1.5,"p":1,"e":"recv-request","from":2,"ts":2,"reply":"deferred","vc":{"1":2,"2":1}}""",
            """{"at":2,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":3,"2":1}}""");
    }

    [Fact]
    public void What_is_sent_again_says_to_whom_and_a_tick_that_does_nothing_is_no_event()
    {
        var r = new Timestamp(1, P1);
        Take(P1, StepKind.ResendDue, null, r);
        Take(P1, StepKind.ResendDue, null, r, Send(P3, new Request(r)));
        AssertLines("""{"at":1,"p":1,"e":"resend","ts":1,"to":[3],"vc":{"1":1}}""");
    }

    [Fact]
    public void Messages_of_other_algorithms_are_named_one_by_one()
    {
        var r = new Timestamp(4, P2);
        Take(P1, StepKind.Exit, null, new(3, P1), Send(P2, new Token(P1, r)), Send(P3, new Token(P1, null)));
        Take(P2, StepKind.Receive, new Token(P1, r), r, new Effect(P2, null, r));
        AssertLines(
            """{"at":0.5,"p":1,"e":"exit","ts":3,"sends":[{"m":"token","to":2,"ts":4,"of":2},{"m":"token","to":3}],"vc":{"1":1}}""",
            """{"at":1,"p":2,"e":"recv-token","from":1,"ts":4,"sent":1,"vc":{"1":1,"2":1}}""",
            """{"at":1,"p":2,"e":"enter","ts":4,"vc":{"1":1,"2":2}}""");
    }

    [Fact]
    public void Faults_are_events_too()
    {
        var r = new Timestamp(1, P1);
        Take(P1, StepKind.Enter, null, r, Send(P2, new Request(r)), Send(P3, new Request(r)));
        Happen(new Fault.Duplicate(P1, P3, new Request(r)));
        Happen(new Fault.Partition([[P1, P3], [P2]]));
        Happen(new Fault.Drop(P1, P2, new Request(r), "partition"));
        Happen(new Fault.Pause(P3));
        Happen(new Fault.Resume(P3));
        Take(P3, StepKind.Receive, new Request(r), null, Send(P1, new Reply(P3, r)));
        Take(P3, StepKind.Receive, new Request(r), null, Send(P1, new Reply(P3, r)));
        Happen(new Fault.Heal());
        Happen(new Fault.Crash(P2));
        Happen(new Fault.Restart(P2));
        AssertLines(
            """{"at":0.5,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":1,"p":1,"e":"duplicate","m":"request","to":3,"ts":1,"vc":{"1":2}}""",
            """{"at":1.5,"e":"partition","groups":[[1,3],[2]]}""",
            """{"at":2,"p":2,"e":"drop","m":"request","from":1,"ts":1,"sent":1,"why":"partition","vc":{"2":1}}""",
            """{"at":2.5,"p":3,"e":"pause","vc":{"3":1}}""",
            """{"at":3,"p":3,"e":"resume","vc":{"3":2}}""",
            """{"at":3.5,"p":3,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"3":3}}""",
            """{"at":4,"p":3,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"3":4}}""",
            """{"at":4.5,"e":"heal"}""",
            """{"at":5,"p":2,"e":"crash","vc":{"2":2}}""",
            """{"at":5.5,"p":2,"e":"restart","vc":{"2":3}}""");
    }

    private void Take(ProcessId process, StepKind kind, IWireMessage? message, Timestamp? request, params Effect[] effects) =>
        _recorder.On(TimeSpan.FromMilliseconds(_now += 0.5), new Step(process, kind, message, request, effects));

    private void Happen(Fault fault) => _recorder.On(TimeSpan.FromMilliseconds(_now += 0.5), fault);

    private static Effect Send(ProcessId to, IWireMessage message) => new(to, message, null);

    private void AssertLines(params string[] expected)
    {
        _writer.End();
        var lines = Encoding.UTF8.GetString(_stream.ToArray()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.EndsWith("\"e\":\"end\"}", lines[^2], StringComparison.Ordinal);
        Assert.Equal(expected, lines[1..^2]);
    }

    private sealed record Token(ProcessId From, Timestamp? Concerning) : IWireMessage
    {
        public string Name => "token";
    }
}
