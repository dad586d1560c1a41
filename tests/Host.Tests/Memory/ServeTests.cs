using System.Net;
using System.Net.Sockets;

namespace Coterie.Host.Tests.Memory;

/// <summary><c>coterie serve</c>: what it prints, and how it ends.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task There_is_a_line_for_each_client_that_connects_or_disconnects()
    {
        using var server = await MemoryServer.StartAsync();
        await CoterieProcess.RunAsync("read", "x", "--at", server.At);
        var came = await server.Process.ReadLineAsync("[+] Connected: 127.0.0.1:");
        var went = await server.Process.ReadLineAsync("[-] Disconnected: 127.0.0.1:");
        Assert.Equal(came.Split(' ')[^1], went.Split(' ')[^1]);
    }

    [Fact]
    public async Task The_raw_port_and_its_clients_have_their_lines_and_the_same_variable()
    {
        using var server = await MemoryServer.StartAsync(null, "--raw-port", $"{FreePorts.Take()}");
        var rawAt = IPEndPoint.Parse(await server.RawAtAsync());
        await CoterieProcess.RunAsync("write", "x", "7", "--at", server.At);
        using (var client = new TcpClient(AddressFamily.InterNetwork))
        {
            await client.ConnectAsync(rawAt);
            await server.Process.ReadLineAsync($"[+] Connected: {client.Client.LocalEndPoint}");
            await client.GetStream().WriteAsync("R"u8.ToArray());
            var answer = new byte[4];
            await client.GetStream().ReadExactlyAsync(answer);
            Assert.Equal([7, 0, 0, 0], answer);
        }
        await server.Process.ReadLineAsync("[-] Disconnected: 127.0.0.1:");
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task The_first_signal_ends_it_in_good_order(string signal)
    {
        using var server = await MemoryServer.StartAsync("0", "--raw-port", "0");
        await server.RawAtAsync();
        await server.Process.SignalAsync(signal);
        var ended = await server.Process.EndAsync();
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_refused_with_a_sentence()
    {
        using var server = await MemoryServer.StartAsync();
        var second = await CoterieProcess.RunAsync("serve", "--host", "127.0.0.2", "--port", server.At.Split(':')[1]);
        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.StartsWith(
            $"coterie: The address to listen on must be one of this machine's, with a free port, was [{server.At}]",
            second.Errors,
            StringComparison.Ordinal);
        Assert.Equal(1, second.Errors.Count(c => c == '\n'));
    }

    [UnixFact]
    public async Task A_server_that_was_killed_while_it_had_clients_starts_again_on_the_same_ports()
    {
        using var server = await MemoryServer.StartAsync(null, "--raw-port", $"{FreePorts.Take()}");
        var rawAt = IPEndPoint.Parse(await server.RawAtAsync());
        using var silent = await ConnectAsync(IPEndPoint.Parse(server.At));
        using var halfOpen = await ConnectAsync(IPEndPoint.Parse(server.At));
        halfOpen.Client.Shutdown(SocketShutdown.Send);
        using var raw = await ConnectAsync(rawAt);
        await server.Process.ReadLineAsync($"[+] Connected: {raw.Client.LocalEndPoint}");
        await server.Process.SignalAsync("KILL");
        await server.Process.EndAsync();
        using var again = await MemoryServer.StartAsync(server.At.Split(':')[1], "--raw-port", $"{rawAt.Port}");
        Assert.Equal($"{rawAt}", await again.RawAtAsync());
    }

    [Fact]
    public async Task Host_and_port_can_be_in_a_file()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "coterie.node { host = 127.0.0.4, port = 0 }");
        using var server = CoterieProcess.Start("serve", "--config", path);
        await server.ReadLineAsync("Memory listening on 127.0.0.4:");
        File.Delete(path);
    }

    [Fact]
    public async Task Help_says_that_other_machines_need_the_host()
    {
        var help = await CoterieProcess.RunAsync("serve", "--help");
        Assert.StartsWith("Examples:", help.Output, StringComparison.Ordinal);
        Assert.Contains(
            "coterie serve --host 10.0.0.1                           for clients on other machines",
            help.Output,
            StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(IPEndPoint at)
    {
        var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(at);
        return client;
    }
}
