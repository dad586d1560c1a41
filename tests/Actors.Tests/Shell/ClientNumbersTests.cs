using Coterie.Actors.Shell;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Shell;

/// <summary>The numbers of a machine's clients.</summary>
public sealed class ClientNumbersTests
{
    private const int Processes = 3;

    private readonly ClientNumbers<string, string> _table = new(Processes);

    [Fact]
    public void A_client_that_has_nothing_here_after_a_step_keeps_no_place()
    {
        var number = _table.Admit("a", "from a");
        Assert.Equal("from a", _table[number]);
        _table.EndStep();
        Assert.Equal((0, null), (_table.Count, _table.Find("a")));
        Assert.Equal(number, _table.Admit("b", "from b"));
    }

    [Fact]
    public void A_client_keeps_its_number_until_the_step_in_which_it_is_dismissed_is_over()
    {
        var a = Kept("a");
        var b = Kept("b");
        Assert.NotEqual(a, b);
        Assert.Equal((a, b), (_table.Admit("a", "from a"), _table.Admit("b", "from b")));
        _table.Dismiss(a);
        Assert.Equal("from a", _table[a]);
        _table.EndStep();
        Assert.Equal((1, null, b), (_table.Count, _table.Find("a"), _table.Find("b")!.Value));
        Assert.Equal(a, _table.Admit("c", "from c"));
    }

    [Fact]
    public void A_client_that_is_dismissed_and_kept_in_one_step_stays()
    {
        var a = Kept("a");
        _table.Dismiss(a);
        _table.Keep(a);
        _table.EndStep();
        Assert.Equal(a, _table.Find("a"));
    }

    [Fact]
    public void Answers_go_to_where_the_latest_message_of_a_client_came_from()
    {
        var a = Kept("a");
        Assert.Equal(a, _table.Admit("a", "elsewhere"));
        _table.EndStep();
        Assert.Equal("elsewhere", _table[a]);
    }

    [Fact]
    public void No_client_has_the_number_of_a_process_of_the_group() =>
        Assert.All(Enumerable.Range(1, 5), client => Assert.False(Kept($"client {client}").IsOneOf(Processes)));

    private ProcessId Kept(string client)
    {
        var number = _table.Admit(client, $"from {client}");
        _table.Keep(number);
        _table.EndStep();
        return number;
    }
}
