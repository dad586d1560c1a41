using System.Text;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;
using static Coterie.Tests.Mutex.MutexSteps;

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
        _recorder = new TraceRecorder(3, MutexAlgorithms.RicartAgrawala.InLab(), _writer.Write);
    }

    [Fact]
    public void The_header_says_what_run_it_is_of()
    {
        AssertLines();
        var header = Encoding.UTF8.GetString(_stream.ToArray()).Split('\n')[0];
        Assert.Equal(
            """{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3,"seed":""" +
            """42,"clock":"virtual","started":"1970-01-01T00:00:00Z","hasEnd":true}""",
            header);
    }

    [Fact]
    public void A_request_its_replies_and_the_entry_carry_clocks_that_count_what_each_process_knows()
    {
        var (r, first, last) = (new Timestamp(1, P1), new Reply(P2, new(1, P1)), new Reply(P3, new(1, P1)));
        Take(Asks(r, Sends(P2, new Request(r)), Sends(P3, new Request(r))));
        Take(Receives(P2, new Request(r), Sends(P1, first)));
        Take(Receives(P3, new Request(r), Sends(P1, last)));
        Take(Receives(P1, first));
        Take(Receives(P1, last, Enters(r)));
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
        Take(Asks(late, Sends(P1, new Request(late))));
        Take(Receives(P1, new Request(late)));
        Take(Receives(P1, new Request(late)));                  // came again: still deferred
        Take(Leaves(inside, Sends(P2, new Reply(P1, late))));
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
        Take(Ticks(P1));
        Take(Asks(r));
        Take(Ticks(P1, Sends(P3, new Request(r))));
        AssertLines(
            """{"at":1,"p":1,"e":"request","ts":1,"to":[],"vc":{"1":1}}""",
            """{"at":1.5,"p":1,"e":"resend","ts":1,"to":[3],"vc":{"1":2}}""");
    }

    [Fact]
    public void Messages_of_other_algorithms_are_named_one_by_one()
    {
        var r = new Timestamp(4, P2);
        Take(Leaves(new(3, P1), Sends(P2, new Token(P1, r)), Sends(P3, new Token(P1, null))));
        Take(Receives(P2, new Token(P1, r), Enters(r)));
        AssertLines(
            """{"at":0.5,"p":1,"e":"exit","ts":3,"sends":[{"m":"token","to":2,"ts":4,"of":2},""" +
            """{"m":"token","to":3}],"vc":{"1":1}}""",
            """{"at":1,"p":2,"e":"recv-token","from":1,"ts":4,"sent":1,"vc":{"1":1,"2":1}}""",
            """{"at":1,"p":2,"e":"enter","ts":4,"vc":{"1":1,"2":2}}""");
    }

    [Fact]
    public void Faults_are_events_too()
    {
        var r = new Timestamp(1, P1);
        Take(Asks(r, Sends(P2, new Request(r)), Sends(P3, new Request(r))));
        Happen(new Fault.Duplicate(P1, P3, new Request(r)));
        Happen(new Fault.Partition([[P1, P3], [P2]]));
        Happen(new Fault.Drop(P1, P2, new Request(r), "partition"));
        Happen(new Fault.Pause(P3));
        Happen(new Fault.Resume(P3));
        Take(Receives(P3, new Request(r), Sends(P1, new Reply(P3, r))));
        Take(Receives(P3, new Request(r), Sends(P1, new Reply(P3, r))));
        Happen(new Fault.Heal());
        Happen(new Fault.Crash(P2));
        Happen(new Fault.Restart(P2, Recollection.Everything));
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

    private void Take(RecordedStep step) => _recorder.On(TimeSpan.FromMilliseconds(_now += 0.5), step.ToStep());

    private void Happen(Fault fault) => _recorder.On(TimeSpan.FromMilliseconds(_now += 0.5), fault);

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
        public string Kind => "token";
    }
}
