namespace Coterie.Host.Tests.Memory;

/// <summary><c>coterie client</c>: the old client's session.</summary>
public sealed class ClientTests
{
    private const string Prompt = "Enter command (R/W/Q): ";

    [Fact]
    public async Task The_session_is_that_of_the_old_client_word_for_word()
    {
        using var server = await MemoryServer.StartAsync();
        var session = await SessionAsync(server, "R", "W", "10", " r ", "w", "-3", "R", "Z", "q");
        Assert.Equal((0, ""), (session.ExitCode, session.Errors));
        Assert.Equal(
            """
            Connected to server.
            R -> Read
            W -> Write
            Q -> Quit

            Enter command (R/W/Q): Shared Value: 0

            Enter command (R/W/Q): Enter new value: Server: OK

            Enter command (R/W/Q): Shared Value: 10

            Enter command (R/W/Q): Enter new value: Server: OK

            Enter command (R/W/Q): Shared Value: -3

            Enter command (R/W/Q): Invalid command

            Enter command (R/W/Q): 
            """,
            session.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Other_variables_are_named_after_the_command()
    {
        using var server = await MemoryServer.StartAsync();
        var session = await SessionAsync(server, "W y", "5", "R y", "R x", "r a/b", "Q");
        Assert.Contains("Shared Value: 5\n\n" + Prompt + "Shared Value: 0\n", session.Output, StringComparison.Ordinal);
        Assert.Contains(
            "NAME must be 1 to 64 letters a to z or A to Z, digits, '.', '_' or '-', was [a/b].\n",
            session.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_can_follow_the_name_and_there_are_list_and_help()
    {
        using var server = await MemoryServer.StartAsync();
        var session = await SessionAsync(
            server, "list", "W apples 5", "w pears -3", "R apples", "LIST", "W a/b 5", "W x ten\u001b", "?", "Help", "Q");
        Assert.Equal((0, ""), (session.ExitCode, session.Errors));
        Assert.Contains(Prompt + "No variable was written yet\n", session.Output, StringComparison.Ordinal);
        Assert.Contains(
            Prompt + "Server: OK\n\n" + Prompt + "Server: OK\n\n" + Prompt + "Shared Value: 5\n",
            session.Output,
            StringComparison.Ordinal);
        Assert.Contains(Prompt + "apples\t5\npears\t-3\n", session.Output, StringComparison.Ordinal);
        Assert.Contains("digits, '.', '_' or '-', was [a/b].\n", session.Output, StringComparison.Ordinal);
        Assert.Contains("was [ten\\u001B].\n", session.Output, StringComparison.Ordinal);
        Assert.Equal(3, session.Output.Split(Prompt + "R                   reads the variable x\n").Length);
    }

    [Fact]
    public async Task A_bad_number_gets_a_sentence_and_the_session_goes_on()
    {
        using var server = await MemoryServer.StartAsync();
        var session = await SessionAsync(server, "W", "ten", "W", "2147483648", "W", "2147483647", "R", "Q");
        Assert.Contains(
            "The value must be a whole number from -2147483648 to 2147483647, was [ten].\n",
            session.Output,
            StringComparison.Ordinal);
        Assert.Contains("was [2147483648].\n", session.Output, StringComparison.Ordinal);
        Assert.Contains("Shared Value: 2147483647\n", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_input_ends_the_session_also_within_a_write()
    {
        using var server = await MemoryServer.StartAsync();
        foreach (var lines in new string[][] { [], ["R"], ["W"] })
        {
            var session = await SessionAsync(server, lines);
            Assert.Equal((0, ""), (session.ExitCode, session.Errors));
            Assert.EndsWith(lines is ["W"] ? "Enter new value: \n" : Prompt + "\n", session.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_lost_server_gets_a_sentence_and_the_session_goes_on_with_the_next_one()
    {
        using var server = await MemoryServer.StartAsync();
        using var client = CoterieProcess.Start("client", server.At, "--timeout", "10s");
        await client.ReadToAsync(Prompt);
        await client.TypeAsync("W");
        await client.TypeAsync("8");
        await client.ReadToAsync("Server: OK");
        await server.Process.SignalAsync("KILL");
        await server.Process.EndAsync();
        await client.TypeAsync("R");
        await client.ReadLineAsync($"No answer: {server.At}: ");
        using var next = await server.StartAgainAsync();
        await client.TypeAsync("R");
        await client.ReadLineAsync("Shared Value: 0");
        await client.TypeAsync("Q");
        Assert.Equal(0, (await client.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Without_a_server_there_is_a_sentence()
    {
        var session = await CoterieProcess.RunAsync("client", "127.0.0.9:1", "--timeout", "10s");
        const string Errors = """
            coterie: 127.0.0.9:1: Connection refused; waiting for the server, up to 10 s
            coterie: no answer: 127.0.0.9:1: Connection refused, for 10 s.

            """;
        Assert.Equal((3, "", Errors), (session.ExitCode, session.Output, session.Errors.ReplaceLineEndings("\n")));
    }

    [UnixFact]
    public async Task The_first_signal_ends_the_session_in_good_order()
    {
        using var server = await MemoryServer.StartAsync();
        using var client = CoterieProcess.Start("client", server.At);
        await client.ReadToAsync(Prompt);
        await client.SignalAsync("INT");
        var ended = await client.EndAsync();
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        await server.Process.ReadLineAsync("[-] Disconnected: ");
    }

    private static async Task<CoterieProcess.Outcome> SessionAsync(MemoryServer server, params string[] lines)
    {
        using var client = CoterieProcess.Start("client", server.At);
        foreach (var line in lines)
            await client.TypeAsync(line);
        client.CloseInput();
        return await client.EndAsync();
    }
}
