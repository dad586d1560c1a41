using Coterie.Lab.Memory;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;
using static Coterie.Protocols.Memory.VariableClientProtocol;

namespace Coterie.Tests.Memory;

/// <summary>The judge of the memory, given steps that no machine takes.</summary>
public sealed class MemoryJudgeTests
{
    private static readonly ProcessId Memory = new(1);
    private static readonly Timestamp Reader = new(1, new ProcessId(2));
    private static readonly Timestamp Writer = new(1, new ProcessId(3));
    private static readonly Access ReadLock = new(LockMode.Read, IsLock: true);
    private static readonly Access WriteLock = new(LockMode.Write, IsLock: true);
    private readonly RunJudge _judge = MemoryLab.Memory.For(3).MakeJudge(3);
    private int _milliseconds;

    [Fact]
    public void A_reader_beside_a_writer_is_seen()
    {
        Note(ClaimEvent.LetIn, Writer, WriteLock);
        Note(ClaimEvent.LetIn, Reader, ReadLock);
        Assert.Equal(
            (MemoryProperties.Exclusion, "Reader 2 is let in with read lock 1.2 while Writer 3 holds the write lock."), Found());
    }

    [Fact]
    public void A_writer_beside_a_reader_is_seen()
    {
        Note(ClaimEvent.LetIn, Reader, ReadLock);
        Note(ClaimEvent.LetIn, Writer, WriteLock);
        Assert.Equal(MemoryProperties.Exclusion, Found().Property);
    }

    [Fact]
    public void A_lock_that_ran_out_keeps_nobody_out()
    {
        Note(ClaimEvent.LetIn, Writer, WriteLock);
        Note(ClaimEvent.Expired, Writer, WriteLock);
        Note(ClaimEvent.LetIn, Reader, ReadLock);
        Assert.Empty(_judge.Finish(null, isCut: true).Violations);
    }

    [Fact]
    public void A_reader_that_passes_a_waiting_writer_is_seen_whether_it_wants_a_lock_or_the_value_alone()
    {
        Note(ClaimEvent.LetIn, Reader, ReadLock);
        Note(ClaimEvent.Waits, Writer, WriteLock);
        var plain = new Timestamp(3, Reader.Process);
        Step(Memory, Input.Of(plain.Process, new Read(3, "x")), Effect.Send(plain.Process, new Current(3, new Value(0))));
        Assert.Equal(
            (MemoryProperties.Priority, "Reader 2 is let in with read 3.2 while Writer 3 waits with write lock 1.3."), Found());
    }

    [Fact]
    public void A_read_that_finds_an_old_value_is_seen()
    {
        Use(new Timestamp(1, Writer.Process), new Access(LockMode.Write, Value: new Value(13)), new Value(13));
        Use(new Timestamp(1, Reader.Process), new Access(LockMode.Read), new Value(0));
        var (property, text) = Found();
        Assert.Equal(MemoryProperties.Linearizability, property);
        Assert.Contains("process 2 read 0", text);
    }

    [Fact]
    public void A_copy_of_a_write_may_take_effect_again()
    {
        var (first, second) = (new Timestamp(1, Writer.Process), new Timestamp(3, Writer.Process));
        Ask(first, new Access(LockMode.Write, Value: new Value(13)));
        _judge.On(Next(), new Fault.Duplicate(Writer.Process, Memory, new Write(1, "x", new Value(13))));
        Answer(first, new Access(LockMode.Write, Value: new Value(13)));
        Use(second, new Access(LockMode.Write, Value: new Value(23)), new Value(23));
        Use(Reader, new Access(LockMode.Read), new Value(13));
        Assert.Empty(_judge.Finish(null).Violations);
    }

    [Fact]
    public void What_a_restart_of_the_memory_lost_is_not_missed()
    {
        Use(new Timestamp(1, Writer.Process), new Access(LockMode.Write, Value: new Value(13)), new Value(13));
        _judge.On(Next(), new Fault.Crash(Memory));
        _judge.On(Next(), new Fault.Restart(Memory, Recollection.Stored));
        Use(new Timestamp(1, Reader.Process), new Access(LockMode.Read), new Value(0));
        Assert.Empty(_judge.Finish(null).Violations);
    }

    [Fact]
    public void A_second_answer_is_seen()
    {
        Use(Reader, new Access(LockMode.Read), new Value(0));
        Step(Reader.Process, Input.Unknown, Effect.Tell(new Used(Reader, new Access(LockMode.Read, Value: new Value(0)))));
        Assert.Equal(MemoryProperties.Answers, Found().Property);
    }

    [Fact]
    public void A_lock_that_stays_though_its_holder_gave_it_back_is_seen()
    {
        Note(ClaimEvent.LetIn, Reader, ReadLock);
        Effect[] goodbye = [Effect.Tell(new Left(Reader)), Effect.Send(Memory, new Release(2, "x", 1))];
        Step(Reader.Process, Input.Of(Leave.Instance), goodbye);
        Step(Memory, Input.Of(Reader.Process, new Release(2, "x", 1)), Effect.Send(Reader.Process, new Released(2)));
        Assert.Equal((MemoryProperties.Release, "Memory keeps the claim 1.2, though Reader 2 gave it back with 2.2."), Found());
    }

    [Fact]
    public void A_lock_that_stays_though_its_holder_is_gone_is_seen()
    {
        Note(ClaimEvent.LetIn, Reader, ReadLock);
        Step(Memory, Input.Gone(Reader.Process));
        Assert.Equal((MemoryProperties.Release, "Memory keeps the claim 1.2, though Reader 2 is gone."), Found());
    }

    [Fact]
    public void Whoever_waits_to_the_end_is_starved()
    {
        Ask(Writer, WriteLock);
        Assert.Equal(
            (
                MemoryProperties.Progress,
                "Writer 3 is starved: its request 1.3 for a write lock was neither granted nor given up."),
            Found());
    }

    private (Property Property, string Text) Found()
    {
        var violation = Assert.Single(_judge.Finish(null).Violations);
        return (violation.Property, violation.Text);
    }

    private void Note(ClaimEvent what, Timestamp claim, Access access) =>
        Step(Memory, Input.Unknown, Effect.Note(new ClaimNote(what, claim, access)));

    private void Use(Timestamp request, Access access, Value value)
    {
        Ask(request, access);
        Answer(request, access with { Value = value });
    }

    private void Ask(Timestamp request, Access access) =>
        Step(request.Process, Input.Of(null), Effect.Note(new Asked(request, access)));

    private void Answer(Timestamp request, Access done) => Step(
        request.Process,
        Input.Unknown,
        Effect.Tell(new Entered(request, done)),
        Effect.Tell(new Used(request, done)),
        Effect.Tell(new Left(request)));

    private void Step(ProcessId process, Input input, params Effect[] effects) =>
        _judge.On(Next(), new Step(process, input, effects));

    private TimeSpan Next() => TimeSpan.FromMilliseconds(++_milliseconds);
}
