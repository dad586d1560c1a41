using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Serialization;

public sealed class ExceptionDataTests
{
    public static TheoryData<Exception> Known => new(
        new TimeoutException("late"), new InvalidOperationException("not now"), new ArgumentException("no"), new NotSupportedException("never"),
        new OperationCanceledException("stopped"), new TaskCanceledException("stopped"), new IOException("gone"), new FormatException("what?"), new Exception("bare"));

    [Theory, MemberData(nameof(Known))]
    public void A_well_known_exception_keeps_type_and_text(Exception exception)
    {
        var read = ThereAndBack(exception);

        Assert.Equal(exception.GetType(), read.GetType());
        Assert.Equal(exception.Message, read.Message);
    }

    [Fact]
    public void Any_other_exception_becomes_a_plain_one_that_names_the_type()
    {
        var read = ThereAndBack(new HostileException());

        Assert.Equal(typeof(Exception), read.GetType());
        Assert.Equal($"{typeof(HostileException).FullName}: boom", read.Message);
    }

    [Fact]
    public void A_type_that_is_no_exception_is_a_name_like_any_other()
    {
        var read = ExceptionData.Read(new ProtoBuilder().Text(WireTag.Bytes1, "System.Diagnostics.Process, System").Text(WireTag.Bytes2, "x").ToArray(), 0)!;

        Assert.Equal(typeof(Exception), read.GetType());
        Assert.Equal("System.Diagnostics.Process: x", read.Message);
    }

    [Fact]
    public void Causes_stack_trace_and_source_are_kept()
    {
        var thrown = Assert.Throws<InvalidOperationException>(Fail);

        var read = ThereAndBack(thrown);

        Assert.Equal("inner", Assert.IsType<TimeoutException>(read.InnerException).Message);
        Assert.Contains(nameof(Fail), read.StackTrace);
        Assert.Equal(thrown.Source, read.Source);
    }

    [Fact]
    public void Causes_of_causes_are_read_to_a_depth_and_no_further()
    {
        Exception chain = new("root");
        for (var depth = 0; depth < 1000; depth++) chain = new Exception("above", chain);

        Assert.Throws<WireFormatException>(() => ThereAndBack(chain));
    }

    private static void Fail() => throw new InvalidOperationException("outer", new TimeoutException("inner"));

    private static Exception ThereAndBack(Exception exception) => ExceptionData.Read(ExceptionData.Of(exception), 0)!;

    private sealed class HostileException() : Exception("boom");
}
