using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coterie.Lab.Running;

namespace Coterie.Tests.Running;

/// <summary>A node that does not answer is suspected once, and no longer when it answers again.</summary>
public sealed class SilenceTests : TestKit
{
    private readonly Silence _silence = new();

    [Fact]
    public void The_fourth_question_in_a_row_without_an_answer_makes_it_suspected()
    {
        Assert.Equal(
            [false, false, false, true, false, false], Enumerable.Range(0, 6).Select(_ => _silence.Ask(TestActor, TestActor)));
        Assert.True(_silence.End());
        Assert.False(_silence.End());
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(_ => _silence.Ask(TestActor, TestActor)));
    }

    [Fact]
    public async Task Any_node_answers_with_itself()
    {
        var node = Sys.ActorOf(Props.Empty);
        Assert.False(_silence.Ask(node, TestActor));
        Assert.Equal(node, (await ExpectMsgAsync<ActorIdentity>()).Subject);
        Assert.False(_silence.End());
        Assert.Equal([false, false, false], Enumerable.Range(0, 3).Select(_ => _silence.Ask(node, TestActor)));
    }
}
