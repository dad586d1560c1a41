namespace Coterie.Host.Tests.Memory;

/// <summary>The commands for variables, which are the same for one server and for the members of a group.</summary>
public abstract class VariablesContract
{
    /// <summary>The options that name the server or the members.</summary>
    protected abstract string[] Where { get; }

    /// <summary>The arguments of <c>coterie client</c> that name them.</summary>
    protected abstract string[] WhereOfClient { get; }

    [Fact]
    public async Task Scripts_read_and_change_variables_of_every_type()
    {
        await ExpectAsync(6, "", "coterie: x has no value.\n", "read", "x");
        await ExpectAsync(0, "", "", "write", "x", "5");
        const string Increased = """{"outcome":"increased","name":"x","value":4294967301}""";
        await ExpectAsync(0, Increased, "", "increment", "x", "4294967296", "--json");
        await ExpectAsync(
            4, "", "coterie: refused: x must be a whole number from -2147483648 to 2147483647, was [4294967301].\n", "read", "x",
            "--as", "int");
        await ExpectAsync(0, "", "", "cas", "x", "4294967301", "6", "--as", "long");
        const string Mismatch = """{"outcome":"mismatch","name":"x","value":6}""";
        await ExpectAsync(7, Mismatch, "coterie: not set: x is [6].\n", "cas", "x", "7", "8", "--json");
        await ExpectAsync(0, "", "", "delete", "x");
        await ExpectAsync(0, "", "", "cas", "x", """{ "a": [1, null] }""", "--if-none", "--as", "json");
        await ExpectAsync(0, """{"outcome":"read","name":"x","value":{"a":[1,null]}}""", "", "read", "x", "--json");
        await ExpectAsync(4, "", "coterie: refused: x must be a whole number, was [{\"a\":[1,null]}].\n", "increment", "x");
    }

    [Fact]
    public async Task The_dialogue_has_the_old_words_and_the_new_ones()
    {
        using var client = CoterieProcess.Start(["client", .. WhereOfClient]);
        string[] lines =
        [
            "R", "W", "7", "R", "increment x 3", "cas x 10 11", "cas x 10 12", "as string", "W size a b", "R size",
            "delete size", "R size", "as text", "increment x y", "Q",
        ];
        foreach (var line in lines)
            await client.TypeAsync(line);
        var ended = await client.EndAsync();
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(
            """
            Connected to server.
            R -> Read
            W -> Write
            Q -> Quit

            Enter command (R/W/Q): Shared Value: 0

            Enter command (R/W/Q): Enter new value: Server: OK

            Enter command (R/W/Q): Shared Value: 7

            Enter command (R/W/Q): Shared Value: 10

            Enter command (R/W/Q): Server: OK

            Enter command (R/W/Q): Not set: x is 11.

            Enter command (R/W/Q): Values are string from now on

            Enter command (R/W/Q): Server: OK

            Enter command (R/W/Q): Shared Value: a b

            Enter command (R/W/Q): Server: OK

            Enter command (R/W/Q): Shared Value: 0

            Enter command (R/W/Q): TYPE must be int or long or double or bool or string or json, was [text].

            Enter command (R/W/Q): BY must be a whole number, was [y].

            Enter command (R/W/Q): 
            """,
            ended.Output);
    }

    [Fact]
    public async Task The_dialogue_shows_changes_until_a_line_is_entered()
    {
        using var client = CoterieProcess.Start(["client", .. WhereOfClient]);
        await client.TypeAsync("W x 7");
        await client.TypeAsync("watch x");
        await client.ReadLineAsync("x: 7");
        await ExpectAsync(0, "", "", "write", "x", "8");
        await client.ReadLineAsync("x: 8");
        await ExpectAsync(0, "", "", "delete", "x");
        await client.ReadLineAsync("x has no value");
        await client.TypeAsync("");
        await client.TypeAsync("R");
        await client.ReadLineAsync("Enter command (R/W/Q): Shared Value: 0");
        await client.TypeAsync("Q");
        Assert.Equal(0, (await client.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_watch_prints_what_there_is_and_then_every_change()
    {
        await ExpectAsync(0, "", "", "write", "ab", "1");
        await ExpectAsync(0, "", "", "write", "ac", "text", "--as", "string");
        using var watch = CoterieProcess.Start(["watch", "a", "--prefix", "--json", .. Where]);
        await watch.ReadLineAsync("""{"event":"changed","name":"ab","value":1,"version":1,"missed":0}""");
        await watch.ReadLineAsync("""{"event":"changed","name":"ac","value":"text","version":1,"missed":0}""");
        await watch.ReadLineAsync("""{"event":"complete"}""");
        await ExpectAsync(0, "", "", "write", "b", "1");
        await ExpectAsync(0, "5", "", "increment", "ab", "4");
        await watch.ReadLineAsync("""{"event":"changed","name":"ab","value":5,"version":2,"missed":0}""");
        await ExpectAsync(0, "", "", "write", "a", "2");
        await watch.ReadLineAsync("""{"event":"changed","name":"a","value":2,"version":1,"missed":0}""");
        await ExpectAsync(0, "", "", "delete", "ac");
        await watch.ReadLineAsync("""{"event":"changed","name":"ac","value":null,"version":2,"missed":0}""");
        await watch.SignalAsync("INT");
        Assert.Equal(0, (await watch.EndAsync()).ExitCode);
    }

    protected async Task ExpectAsync(int code, string output, string errors, params string[] arguments)
    {
        var run = await CoterieProcess.RunAsync([.. arguments, .. Where]);
        Assert.Equal((code, output.Length == 0 ? "" : output + "\n", errors), (run.ExitCode, run.Output, run.Errors));
    }
}
