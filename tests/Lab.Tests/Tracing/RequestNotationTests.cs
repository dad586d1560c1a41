using Coterie.Lab.Tracing;

namespace Coterie.Tests.Tracing;

/// <summary>The name of a request is explained once, where the first one stands.</summary>
public sealed class RequestNotationTests
{
    [Theory]
    [InlineData("It asked with request 2.2 at 3.100 ms", "It asked with request 2.2 (timestamp 2 of process 2) at 3.100 ms")]
    [InlineData("Reply 7.12 was on its way", "Reply 7.12 (timestamp 7 of process 12) was on its way")]
    [InlineData("it entered at 3.1 ms with 4 of 5", "it entered at 3.1 ms with 4 of 5")]
    [InlineData("a request 3.1 ms later", "a request 3.1 ms later")]
    [InlineData("Nobody asked.", "Nobody asked.")]
    public void It_stands_behind_a_request_and_not_behind_a_time(string sentence, string expected) =>
        Assert.Equal(expected, New().Introduce(sentence));

    [Fact]
    public void It_stands_behind_the_first_request_only()
    {
        var notation = New();
        Assert.Equal(
            "request 2.2 (timestamp 2 of process 2) before request 3.1", notation.Introduce("request 2.2 before request 3.1"));
        Assert.Equal("request 4.1", notation.Introduce("request 4.1"));
    }

    private static RequestNotation New() => new(process => $"Process {process}");
}
