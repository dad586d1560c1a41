using Coterie.Lab.Memory;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.VariableClientProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Who reads, who writes, and what.</summary>
public sealed class MemoryWorkloadTests
{
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 2, 1)]
    [InlineData(5, 2, 2)]
    [InlineData(10, 5, 4)]
    public void Half_of_the_clients_write_but_one_at_least(int processes, int readers, int writers) =>
        Assert.Equal(new MemoryWorkload(readers, writers), MemoryWorkload.Of(processes));

    [Fact]
    public void The_memory_comes_first_then_the_readers_then_the_writers() => Assert.Equal(
        ["Memory", "Reader 2", "Reader 3", "Writer 4"],
        Enumerable.Range(1, 4).Select(id => new MemoryWorkload(2, 1).Name(new ProcessId(id))));

    [Theory]
    [InlineData("2 readers, 1 writer")]
    [InlineData("1 reader, 0 writers")]
    public void Its_words_are_read_back(string text) => Assert.Equal(text, MemoryWorkload.TryParse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2 readers")]
    [InlineData("-1 readers, 1 writer")]
    public void Other_words_are_refused(string text) => Assert.Null(MemoryWorkload.TryParse(text));

    [Fact]
    public void The_usual_workload_follows_the_number_of_processes_and_one_of_ones_own_does_not()
    {
        Assert.Equal("2 readers, 2 writers", MemoryLab.Memory.For(7).For(5).Workload);
        Assert.Equal("1 reader, 3 writers", MemoryLab.Of(new MemoryWorkload(1, 3)).For(9).Workload);
    }

    [Fact]
    public void A_writer_takes_the_lock_every_other_time_and_writes_numbers_of_its_own()
    {
        var (client, given) = (new MemoryClient(new ProcessId(4), 5, isReader: false, requests: 4), new List<string>());
        var id = 0L;
        while (client.Next is { } command)
        {
            given.Add($"{command}");
            client.Gave(command);
            var request = new Timestamp(++id, new ProcessId(4));
            foreach (var output in Answers(client, command, request))
                client.On(output);
        }
        Assert.Equal(
            [
                "Acquire { Mode = Write, Lease =  }", "Put { Value = 14 }", "Leave { }",
                "Put { Value = 24 }",
                "Acquire { Mode = Write, Lease =  }", "Get { }", "Put { Value = 34 }", "Leave { }",
                "Put { Value = 44 }",
            ],
            given);
        Assert.True(client.IsDone);
    }

    private static IEnumerable<IOutput> Answers(MemoryClient client, ICommand command, Timestamp request) => command switch
    {
        Acquire m => [new Entered(request, new Access(m.Mode, IsLock: true))],
        Leave => [new Left(request)],
        _ when client.Standing == Standing.Inside => [new Used(request, new Access(LockMode.Write))],
        _ => [new Entered(request, default), new Used(request, default), new Left(request)],
    };
}
