using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Coterie.Host.Tests.Memory;

/// <summary><c>coterie serve --dashboard</c>.</summary>
public sealed class DashboardTests
{
    private const string Rule =
        "coterie: --dashboard must be HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080, the port from 0 to 65535, was ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly HttpClient _client = new() { Timeout = Patience };

    [Fact]
    public async Task A_memory_shows_its_variables()
    {
        using var server = await MemoryServer.StartAsync("0", "--dashboard", "127.0.0.1:0");
        var at = await AtAsync(server.Process);
        await CoterieProcess.RunAsync("write", "x", "7", "--at", server.At);
        Assert.StartsWith("<!doctype html>", await _client.GetStringAsync(at), StringComparison.Ordinal);
        var state = await StateAsync(at);
        var row = Assert.Single(state.GetProperty("variables").GetProperty("rows").EnumerateArray());
        Assert.Equal(("x", "7"), (row.GetProperty("name").GetString(), row.GetProperty("value").GetString()));
        Assert.False(state.TryGetProperty("locks", out _));
        Assert.Equal("", server.Process.Errors.All);
    }

    [Fact]
    public async Task A_member_shows_the_locks_of_its_group()
    {
        var member = FreePorts.TakeAddresses(1)[0];
        string[] place = ["--host", "127.0.0.1", "--port", member.Split(':')[1]];
        using var process = CoterieProcess.Start(
            ["serve", .. place, "--members", member, "--new", "--dashboard", "127.0.0.1:0"]);
        await process.ReadLineAsync("Member listening on");
        var at = await AtAsync(process);
        using var holder = CoterieProcess.Start("lock", "backup", "--at", member, "--purpose", "nightly");
        await holder.ReadLineAsync("");
        var state = await StateAsync(at);
        var row = Assert.Single(state.GetProperty("locks").GetProperty("rows").EnumerateArray());
        Assert.Equal("backup", row.GetProperty("name").GetString());
        Assert.Equal("nightly", row.GetProperty("holders")[0].GetProperty("purpose").GetString());
        Assert.Equal(member, state.GetProperty("members")[0].GetProperty("address").GetString());
        Assert.NotEmpty(state.GetProperty("members")[0].GetProperty("sessions").EnumerateArray());
    }

    [UnixFact]
    public async Task It_ends_with_the_server_though_somebody_watches()
    {
        using var server = await MemoryServer.StartAsync("0", "--dashboard", "127.0.0.1:0");
        var at = await AtAsync(server.Process);
        await using var events = await _client.GetStreamAsync(new Uri(at, "events"));
        await server.Process.SignalAsync("TERM");
        var ended = await server.Process.EndAsync();
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:http")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("::1:8080")]
    [InlineData("http://127.0.0.1:8080")]
    public async Task What_is_no_address_with_a_port_is_refused_before_anything_starts(string text)
    {
        var refused = await CoterieProcess.RunAsync("serve", "--port", "0", "--dashboard", text);
        Assert.Equal((1, "", $"{Rule}[{text}].\n"), (refused.ExitCode, refused.Output, refused.Errors));
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_refused_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var refused = await CoterieProcess.RunAsync("serve", "--port", "0", "--dashboard", $"{other.LocalEndpoint}");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith(
            $"coterie: --dashboard must be an address of this machine with a free port, was [{other.LocalEndpoint}] (",
            refused.Errors,
            StringComparison.Ordinal);
        Assert.Equal(1, refused.Errors.Count(c => c == '\n'));
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_machine_is_refused_in_a_sentence()
    {
        var refused = await CoterieProcess.RunAsync("serve", "--port", "0", "--dashboard", "192.0.2.1:8080");
        Assert.Equal((1, 1), (refused.ExitCode, refused.Errors.Count(c => c == '\n')));
        Assert.Contains("was [192.0.2.1:8080]", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_address_that_others_reach_it_warns_that_there_is_no_password()
    {
        using var server = await MemoryServer.StartAsync("0", "--dashboard", "0.0.0.0:0");
        await server.Process.ReadLineAsync("Dashboard on http://0.0.0.0:");
        var warning = await server.Process.Errors.ReadLineAsync("warning", Patience);
        const string expected = "--dashboard has no password: whoever reaches 0.0.0.0 sees all names, holders and purposes.";
        Assert.Equal($"coterie: warning: {expected}", warning);
    }

    private static async Task<Uri> AtAsync(CoterieProcess process) =>
        new((await process.ReadLineAsync("Dashboard on ")).Split(' ')[^1]);

    private async Task<JsonElement> StateAsync(Uri at) =>
        JsonDocument.Parse(await _client.GetStringAsync(new Uri(at, "state"))).RootElement;
}
