namespace Coterie.Host.Tests.Memory;

/// <summary><c>coterie read</c>, <c>write</c> and <c>variables</c>: what scripts see.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task What_is_written_is_read_and_listed()
    {
        using var server = await MemoryServer.StartAsync();
        await ExpectAsync(6, "", "coterie: x has no value.\n", "read", "x", "--at", server.At);
        await ExpectAsync(0, "", "", "write", "x", "-3", "--at", server.At);
        await ExpectAsync(0, "", "", "write", "a.b_C-9", "2147483647", "--at", server.At);
        await ExpectAsync(0, "-3\n", "", "read", "x", "--at", server.At);
        await ExpectAsync(0, "a.b_C-9\t2147483647\nx\t-3\n", "", "variables", "--at", server.At);
    }

    [Fact]
    public async Task With_json_the_outcome_is_one_object()
    {
        using var server = await MemoryServer.StartAsync();
        await ExpectAsync(0, """{"outcome":"listed","variables":[]}""" + "\n", "", "variables", "--at", server.At, "--json");
        await ExpectAsync(
            0, """{"outcome":"written","name":"x","value":10}""" + "\n", "", "write", "x", "10", "--at", server.At, "--json");
        await ExpectAsync(0, """{"outcome":"read","name":"x","value":10}""" + "\n", "", "read", "x", "--at", server.At, "--json");
        await ExpectAsync(
            0, """{"outcome":"listed","variables":[{"name":"x","value":10}]}""" + "\n", "", "variables", "--at", server.At,
            "--json");
    }

    [Fact]
    public async Task Without_a_server_nothing_was_read_and_nothing_was_written()
    {
        const string Reason = "127.0.0.9:1: Connection refused, for 10 s";
        const string Waits = "coterie: 127.0.0.9:1: Connection refused; waiting for the server, up to 10 s\n";
        string[] nowhere = ["--at", "127.0.0.9:1", "--timeout", "10s"];
        await Task.WhenAll(
            ExpectAsync(3, "", $"{Waits}coterie: no answer: {Reason}.\n", ["read", "x", .. nowhere]),
            ExpectAsync(3, "", $"{Waits}coterie: no answer: {Reason}.\n", ["variables", .. nowhere]),
            ExpectAsync(3, "", $"{Waits}coterie: not written: {Reason}.\n", ["write", "x", "1", .. nowhere]),
            ExpectAsync(
                3, $$"""{"outcome":"not-written","name":"x","reason":"{{Reason}}"}""" + "\n",
                $"{Waits}coterie: not written: {Reason}.\n", ["write", "x", "1", "--json", .. nowhere]));
    }

    [Fact]
    public async Task A_command_that_starts_before_its_server_waits_for_it()
    {
        string at;
        using (var first = await MemoryServer.StartAsync())
            at = first.At;
        using var write = CoterieProcess.Start("write", "x", "7", "--at", at, "--timeout", "120s");
        await write.Errors.ReadLineAsync(
            $"coterie: {at}: Connection refused; waiting for the server, up to 120 s", TimeSpan.FromMinutes(2));
        using var server = await MemoryServer.StartAsync(at.Split(':')[1]);
        Assert.Equal(0, (await write.EndAsync()).ExitCode);
        await ExpectAsync(0, "7\n", "", "read", "x", "--at", at);
    }

    [Fact]
    public async Task An_error_says_that_the_port_is_a_raw_port()
    {
        using var server = await MemoryServer.StartAsync("0", "--raw-port", "0");
        var raw = await server.RawAtAsync();
        var reason = $"{raw} is a raw port (coterie serve --raw-port): "
            + "it speaks the old byte protocol alone, and Coterie's clients need the server's other port";
        await ExpectAsync(3, "", $"coterie: no answer: {reason}.\n", "read", "x", "--at", raw, "--timeout", "120s");
        await ExpectAsync(3, "", $"coterie: not written: {reason}.\n", "write", "x", "1", "--at", raw, "--timeout", "120s");
        await ExpectAsync(3, "", $"coterie: no answer: {reason}.\n", "client", raw, "--timeout", "120s");
    }

    [Fact]
    public async Task The_lines_of_the_actor_system_are_shown_only_with_verbose()
    {
        var run = await CoterieProcess.RunAsync("read", "x", "--at", "127.0.0.9:1", "--timeout", "10s", "--verbose");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(" warning: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Tried to associate with unreachable remote address", run.Errors, StringComparison.Ordinal);
        Assert.Contains("info: remoting", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_was_not_done()
    {
        var config = Path.GetTempFileName();
        await File.WriteAllTextAsync(config, "coterie.memory.most-variables = 1");
        using var server = await MemoryServer.StartAsync("0", "--config", config);
        await ExpectAsync(0, "", "", "write", "x", "1", "--at", server.At);
        await ExpectAsync(4, "", "coterie: refused: there are 1 variables already.\n", "write", "y", "1", "--at", server.At);
        await ExpectAsync(0, "x\t1\n", "", "variables", "--at", server.At);
        File.Delete(config);
    }

    [Fact]
    public async Task Waiting_for_a_silent_server_ends_in_time()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse("127.0.0.9"), 0);
        silent.Start();
        await ExpectAsync(
            3, "", $"coterie: no answer: {silent.LocalEndpoint}: nothing came within 1 s.\n", "read", "x", "--at",
            $"{silent.LocalEndpoint}", "--timeout", "1s");
    }

    [UnixFact]
    public async Task A_signal_ends_the_waiting_at_once()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse("127.0.0.9"), 0);
        silent.Start();
        using var read = CoterieProcess.Start("read", "x", "--at", $"{silent.LocalEndpoint}", "--timeout", "1h");
        using var client = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await read.SignalAsync("INT");
        var ended = await read.EndAsync();
        Assert.Equal((130, "", ""), (ended.ExitCode, ended.Output, ended.Errors));
    }

    [Theory]
    [InlineData(
        "read",
        "NAME must be 1 to 64 letters a to z or A to Z, digits, '.', '_' or '-'; with --members 1 to 512 characters, was [].")]
    [InlineData("read a/b", "NAME must be 1 to 64 letters a to z or A to Z, digits, '.', '_' or '-', was [a/b].")]
    [InlineData(
        "read x --at :5",
        "--at must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535, was [:5].")]
    [InlineData("read x --timeout 0", "--timeout must be a duration above 0, such as 250ms or 10s, up to 1h, was [0].")]
    [InlineData("write x", "VALUE must be a whole number from -2147483648 to 2147483647, without --as, was [].")]
    [InlineData("write x 1e3", "VALUE must be a whole number from -2147483648 to 2147483647, was [1e3].")]
    [InlineData("write x 2147483648", "VALUE must be a whole number from -2147483648 to 2147483647, was [2147483648].")]
    [InlineData("write x 1 2", "write takes NAME and VALUE, and was given [2] too.")]
    [InlineData("write x 1 --as text", "--as must be int or long or double or bool or string or json, was [text].")]
    [InlineData("write x 2 --as bool", "VALUE must be true or false, was [2].")]
    [InlineData("write x { --as json", "VALUE must be a JSON document of at most 65536 bytes, was [{].")]
    [InlineData(
        "increment x 1.5", "BY must be a whole number from -9223372036854775808 to 9223372036854775807, was [1.5].")]
    [InlineData("cas x 1", "OLD NEW must be two values, was [1].")]
    [InlineData("cas x 1 2 --if-none", "NEW must be one value with --if-none, was [1 2].")]
    [InlineData("read x --members 10.0.0.1 --at 10.0.0.2", "--at must be left out with --members, was [10.0.0.2].")]
    [InlineData("read x --lease 5s", "--lease must be given together with --members.")]
    [InlineData("variables x y", "variables takes PREFIX, and was given [y] too.")]
    [InlineData("serve --port 65536", "--port must be a whole number from 0 (any free port) to 65535, was [65536].")]
    [InlineData("serve --raw-port x", "--raw-port must be a whole number from 0 (any free port) to 65535, was [x].")]
    [InlineData("serve --host 127.0.0.1:80", "--host must be an address, such as 10.0.0.1, or a name, was [127.0.0.1:80].")]
    [InlineData("serve --host 127.1", "--host must be an address, such as 10.0.0.1, or a name, was [127.1].")]
    [InlineData("serve --host [::1]:80", "--host must be an address, such as 10.0.0.1, or a name, was [[::1]:80].")]
    [InlineData(
        "write x 1 --at 0177.0.0.1:9",
        "--at must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535, was [0177.0.0.1:9].")]
    [InlineData(
        "client 2130706433",
        "HOST[:PORT] must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535, "
        + "was [2130706433].")]
    [InlineData("serve --hots 127.0.0.1", "--hots is not an option of serve. Did you mean --host?")]
    [InlineData(
        "client :x",
        "HOST[:PORT] must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535, was [:x].")]
    public Task Bad_arguments(string arguments, string message) =>
        ExpectAsync(1, "", $"coterie: {message}\n", arguments.Split(' '));

    private static async Task ExpectAsync(int code, string output, string errors, params string[] arguments)
    {
        var run = await CoterieProcess.RunAsync(arguments);
        Assert.Equal((code, output, errors), (run.ExitCode, run.Output, run.Errors));
    }
}
