using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary>The commands over two addresses and over two machines.</summary>
public sealed class CommandTests
{
    [LinuxFact]
    public async Task What_one_address_writes_another_reads()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        await WriteReadListAsync(server, Loopback.NextPlace(), Loopback.NextPlace());
    }

    [NamespaceFact]
    public async Task What_one_machine_writes_another_reads_though_a_fifth_of_all_packets_is_lost()
    {
        await using var machines = await Machines.CreateAsync(3);
        await machines.LoseAsync(20);
        using var server = await MemoryServer.StartAsync(machines[0].Place);
        await WriteReadListAsync(server, machines[1].Place, machines[2].Place);
    }

    [LinuxFact]
    public async Task Two_clients_in_dialogue_see_what_the_other_wrote()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        await TalkAsync(server, Loopback.NextPlace(), Loopback.NextPlace());
    }

    [NamespaceFact]
    public async Task Two_clients_on_two_machines_see_what_the_other_wrote()
    {
        await using var machines = await Machines.CreateAsync(3);
        using var server = await MemoryServer.StartAsync(machines[0].Place);
        await TalkAsync(server, machines[1].Place, machines[2].Place);
        await server.Process.ReadLineAsync($"[+] Connected: {machines[1].Address}:");
        await server.Process.ReadLineAsync($"[+] Connected: {machines[2].Address}:");
        await server.Process.ReadLineAsync($"[-] Disconnected: {machines[1].Address}:");
    }

    [LinuxFact]
    public async Task A_client_outlives_its_server_and_goes_on_with_the_next_one()
    {
        var place = Loopback.NextPlace();
        using var first = await MemoryServer.StartAsync(place);
        using var client = await first.TalkAsync(Loopback.NextPlace(), patienceSeconds: 20);
        await DoAsync(client, ["W", "41"], "Server: OK");
        await first.Process.SignalAsync("KILL");
        await first.Process.EndAsync();
        await DoAsync(client, ["R"], "No answer: ");
        using var second = await MemoryServer.StartAsync(place);
        await DoAsync(client, ["R"], "Shared Value: 0");
        await DoAsync(client, ["W", "42"], "Server: OK");
        Assert.Equal("42", await second.ReadAsync(Loopback.NextPlace()));
        await client.TypeAsync("Q");
        (await client.EndAsync()).AssertEndedWith(0);
    }

    [LinuxFact]
    public async Task Without_a_server_each_command_says_so_and_ends()
    {
        var nowhere = Loopback.Next();
        foreach (var (command, code) in new[] { ("read x", 3), ("write x 1", 3), ("variables", 3) })
        {
            var end = await CoterieProcess.RunAsync([.. command.Split(' '), "--at", nowhere, "--timeout", "10s"]);
            end.AssertEndedWith(code);
            Assert.Matches($@"coterie: (no answer|not written): .*{nowhere}:4053.*\.\n", end.Errors);
        }
    }

    [LinuxFact]
    public async Task A_server_that_is_told_to_leave_does_and_its_client_is_told()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var client = await server.TalkAsync(Loopback.NextPlace(), patienceSeconds: 20);
        await server.Process.SignalAsync("TERM");
        (await server.Process.EndAsync()).AssertEndedWith(0);
        await DoAsync(client, ["R"], "No answer: ");
    }

    private static async Task WriteReadListAsync(MemoryServer server, Place writer, Place reader)
    {
        foreach (var (name, value) in new[] { ("x", "10"), ("Other.one-2", "-7"), ("x", "2147483647") })
        {
            (await server.RunAsync(writer, "write", name, value)).AssertEndedWith(0);
        }
        Assert.Equal("2147483647", await server.ReadAsync(reader));
        Assert.Equal("", await server.ReadAsync(reader, "never.written"));
        var list = await server.RunAsync(reader, "variables");
        list.AssertEndedWith(0);
        Assert.Equal("Other.one-2\t-7\nx\t2147483647\n", list.Output);
    }

    private static async Task TalkAsync(MemoryServer server, Place onePlace, Place otherPlace)
    {
        using var one = await server.TalkAsync(onePlace);
        using var other = await server.TalkAsync(otherPlace);
        await DoAsync(one, ["W", "10"], "Server: OK");
        await DoAsync(other, ["r"], "Shared Value: 10");
        await DoAsync(other, ["w y", "-3"], "Server: OK");
        await DoAsync(one, ["R y"], "Shared Value: -3");
        await DoAsync(one, ["R"], "Shared Value: 10");
        await one.TypeAsync("Q");
        (await one.EndAsync()).AssertEndedWith(0);
    }

    private static async Task DoAsync(CoterieProcess client, string[] lines, string answer)
    {
        foreach (var line in lines)
            await client.TypeAsync(line);
        await client.ReadToAsync(answer);
        await client.ReadToAsync("Enter command (R/W/Q): ");
    }
}
