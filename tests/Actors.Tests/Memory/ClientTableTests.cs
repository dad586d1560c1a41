using Coterie.Actors.Memory;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Memory;

/// <summary>The numbers of a variable's clients.</summary>
public sealed class ClientTableTests
{
    private readonly ClientTable _table = new();

    [Fact]
    public void A_client_that_has_nothing_here_after_a_step_keeps_no_place()
    {
        var number = _table.Admit("a");
        Assert.Equal("a", _table[number]);
        _table.EndStep();
        Assert.Equal((0, null), (_table.Count, _table.Find("a")));
        Assert.Equal(number, _table.Admit("b"));
    }

    [Fact]
    public void A_client_keeps_its_number_until_the_step_in_which_it_is_dismissed_is_over()
    {
        var a = Kept("a");
        var b = Kept("b");
        Assert.NotEqual(a, b);
        Assert.Equal((a, b), (_table.Admit("a"), _table.Admit("b")));
        _table.Dismiss(a);
        Assert.Equal("a", _table[a]);
        _table.EndStep();
        Assert.Equal((1, null, b), (_table.Count, _table.Find("a"), _table.Find("b")!.Value));
        Assert.Equal(a, _table.Admit("c"));
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
    public void No_client_has_the_number_of_the_variable() =>
        Assert.DoesNotContain(ClientTable.Variable, Enumerable.Range(1, 5).Select(client => Kept($"client {client}")));

    private ProcessId Kept(string client)
    {
        var number = _table.Admit(client);
        _table.Keep(number);
        _table.EndStep();
        return number;
    }
}
