using System.Reflection;
using Coterie.Actors.Locks;

namespace Coterie.Samples.Tests;

/// <summary>The programs in <c>samples/</c>, each run as its user runs it.</summary>
public sealed class SampleTests
{
    private const string Refused = "is refused by the store\nthe balance is 60\n";

    [Fact]
    public async Task Lock_in_a_group_within_its_process_refuses_whoever_is_too_late()
    {
        var sample = await RunAsync("Lock");
        Assert.Equal((0, ""), (sample.ExitCode, sample.Errors));
        Assert.Contains("worker 3 took 10 with the token ", sample.Output, StringComparison.Ordinal);
        Assert.EndsWith(Refused, sample.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_is_a_client_of_the_members_that_it_gets_as_arguments()
    {
        var addresses = FreePorts.TakeAddresses(3);
        var members = await Task.WhenAll(addresses.Select(address => CoterieNode.StartAsync(
            new CoterieOptions { Listen = address, Members = addresses, IsNew = true })));
        try
        {
            await using var held = await members[0].AcquireAsync("account", TimeSpan.FromMinutes(1));
            using var sample = Start("Lock", [.. addresses]);
            // The sample cannot get in as long as somebody else is inside, and it waits for half a minute.
            while (!await AnybodyWaitsAsync(members[1]))
                Assert.False(sample.HasEnded, $"{sample}");
            await held.DisposeAsync();
            var ended = await sample.EndAsync();
            Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
            Assert.EndsWith(Refused, ended.Output, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var member in members)
                await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task Counter_loses_nothing_when_several_processes_count_at_the_same_time()
    {
        using var server = CoterieProcess.Start("serve", "--host", "127.0.0.1", "--port", "0");
        var address = await server.MemoryAddressAsync();
        var counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync("Counter", address, "40")));
        Assert.All(counts, count => Assert.Equal((0, "added 40\n", ""), (count.ExitCode, count.Output, count.Errors)));
        var read = await CoterieProcess.RunAsync("read", "counter", "--at", address);
        Assert.Equal("120\n", read.Output);
    }

    [Fact]
    public async Task Counter_says_what_it_must_get()
    {
        var sample = await RunAsync("Counter", "nowhere");
        Assert.Equal((1, ""), (sample.ExitCode, sample.Output));
        Assert.StartsWith("Counter must get ", sample.Errors, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task NightlyJob_elects_another_instance_when_the_elected_one_ends()
    {
        var members = FreePorts.TakeAddresses(3);
        var pages = FreePorts.TakeAddresses(3).Select(page => $"http://{page}").ToArray();
        string[] group = [.. members.Select((member, i) => $"--Coterie:Members:{i}={member}"), "--Coterie:Lease=00:00:02"];
        var instances = members
            .Select((member, i) => Start("NightlyJob", [$"--Coterie:Listen={member}", $"--urls={pages[i]}", .. group])).ToList();
        try
        {
            var elections = Read(instances, "This instance is elected");
            var elected = await NextAsync(elections);
            await elected.ReadToAsync("The nightly job is done");
            Assert.Single(instances, instance => instance.Output.All.Contains("is elected", StringComparison.Ordinal));
            await elected.SignalAsync("TERM");
            Assert.Equal(0, (await elected.EndAsync()).ExitCode);
            var next = await NextAsync(elections);
            await next.ReadToAsync("The nightly job is done");

            using var http = new HttpClient { BaseAddress = new Uri(pages[instances.IndexOf(next)]) };
            Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
            var state = await http.GetStringAsync(new Uri("/coterie/state", UriKind.Relative));
            Assert.Contains("the nightly job", state, StringComparison.Ordinal);
        }
        finally
        {
            instances.ForEach(instance => instance.Dispose());
        }
    }

    [UnixFact]
    public async Task Singleton_begins_at_another_node_when_its_node_ends()
    {
        var members = FreePorts.TakeAddresses(3);
        var nodes = members.Select(member => Start("Singleton", [member, .. members])).ToList();
        try
        {
            var beginnings = Read(nodes, "the clock begins here");
            var first = await NextAsync(beginnings);
            await first.ReadToAsync("says the only clock");
            Assert.Single(nodes, node => node.Output.All.Contains("the clock begins", StringComparison.Ordinal));
            await first.SignalAsync("TERM");
            await first.EndAsync();
            var next = await NextAsync(beginnings);
            await next.ReadToAsync("says the only clock");
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
        }
    }

    // Reads each of them up to these words.
    private static List<Task<CoterieProcess>> Read(IEnumerable<CoterieProcess> processes, string words) =>
        [.. processes.Select(async process =>
        {
            await process.ReadToAsync(words);
            return process;
        })];

    // The next one that has been read so far.
    private static async Task<CoterieProcess> NextAsync(List<Task<CoterieProcess>> readings)
    {
        var next = await Task.WhenAny(readings);
        readings.Remove(next);
        return await next;
    }

    private static async Task<bool> AnybodyWaitsAsync(CoterieNode node) =>
        (await node.LookAsync("account", TimeSpan.FromSeconds(1))).Locks.Any(held => held.Claims.Any(claim => !claim.IsInside));

    private static CoterieProcess Start(string sample, params string[] arguments) => CoterieProcess.Start(Of(sample), arguments);

    private static Task<CoterieProcess.Outcome> RunAsync(string sample, params string[] arguments) =>
        CoterieProcess.RunAsync(Of(sample), arguments);

    private static Surroundings Of(string sample)
    {
        var folder = Path.Combine(Setting("Samples"), sample, Setting("Built"));
        return Surroundings.Here with { Program = Path.Combine(folder, $"{sample}.dll"), Folder = folder };
    }

    private static string Setting(string key) => typeof(SampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
