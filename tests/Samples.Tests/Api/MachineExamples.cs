using Akka.Actor;
using Coterie.Actors.Shell;
using Coterie.Protocols.Kernel;

namespace Coterie.Samples.Tests.Api;

/// <summary>A protocol of one's own.</summary>
public sealed class MachineExamples
{
    [Fact]
    public void A_machine_is_tested_without_a_network()
    {
        #region machine-test
        ProcessId self = new(1), peer = new(2);
        var census = new Census(self, processes: 2);
        var outbox = new Outbox();

        census.On(Input.Of(new Census.Count()), now: TimeSpan.Zero, outbox);
        Assert.Equal(new Census.WhoIsThere(), outbox.Items[0].Message); // 1 -> 2
        outbox.Clear();
        census.On(Input.Of(peer, new Census.Here()), now: TimeSpan.Zero, outbox); // 2 -> 1
        Assert.Equal(new Census.Counted(2), outbox.Items[0].Output);
        #endregion
    }

    [Fact]
    public async Task A_machine_runs_as_an_actor()
    {
        #region machine-actor
        using var system = ActorSystem.Create("census");
        var options = new MachineOptions((self, processes) => new Census(self, processes));
        var processes = Enumerable.Range(1, 3)
            .Select(i => system.ActorOf(MachineActor.Props(new ProcessId(i), options))).ToList();
        foreach (var process in processes)
            process.Tell(new ShellProtocol.Membership(processes));

        var counted = await processes[0].Ask<Census.Counted>(new Census.Count(), TimeSpan.FromSeconds(30));
        Console.WriteLine(counted.Processes); // 3
        #endregion
        Assert.Equal(3, counted.Processes);
        await system.Terminate();
    }

    [Fact]
    public void A_machine_runs_under_the_driver()
    {
        #region machine-driver
        var network = new Queue<(ProcessId From, ProcessId To, IMessage Message)>();
        var drivers = new Dictionary<ProcessId, Driver>();
        foreach (var self in Enumerable.Range(1, 3).Select(i => new ProcessId(i)))
            drivers[self] = new Driver(self, new Census(self, 3), new Outbox(), observer: null, new QueueHost(self, network));

        drivers[new(1)].Take(Input.Of(new Census.Count()), now: TimeSpan.Zero);
        while (network.TryDequeue(out var sent))
            drivers[sent.To].Take(Input.Of(sent.From, sent.Message), now: TimeSpan.Zero);
        #endregion
        Assert.Empty(network);
    }
}

#region machine
/// <summary>Counts the processes of its group: whoever is asked answers.</summary>
public sealed class Census(ProcessId self, int processes) : IMachine
{
    private int _missing;

    /// <summary>The command of the client.</summary>
    public sealed record Count : ICommand;

    /// <summary>Answered by <see cref="Here"/>. A duplicate is answered again.</summary>
    public sealed record WhoIsThere : IMessage
    {
        public string Kind => "who-is-there";

        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>Answers <see cref="WhoIsThere"/>.</summary>
    public sealed record Here : IMessage
    {
        public string Kind => "here";

        public Timestamp? About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>The outcome.</summary>
    public sealed record Counted(int Processes) : IOutput;

    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        if (input.Command is Count)
        {
            _missing = processes - 1;
            for (var peer = 1; peer <= processes; peer++)
            {
                if (peer != self.Value)
                    outbox.Send(new ProcessId(peer), new WhoIsThere());
            }
        }
        else if (input.Message is WhoIsThere)
            outbox.Send(input.From, new Here());
        else if (input.Message is Here && _missing > 0 && --_missing == 0)
            outbox.Tell(new Counted(processes));
    }

    /// <summary>The whole state: the explorer compares, stores and restores it.</summary>
    public void Exchange(StateCodec codec) => _missing = (int)codec.Number(_missing);

    public void Check()
    {
        if (_missing >= processes)
            throw new BrokenRuleException($"Invariant 1: fewer than {processes} are missing, was [{_missing}].");
    }
}
#endregion

#region machine-host
/// <summary>Carries out effects: messages go into a queue, outputs to the console.</summary>
public sealed class QueueHost(ProcessId self, Queue<(ProcessId From, ProcessId To, IMessage Message)> network) : IHost
{
    public void Send(ReadOnlySpan<Effect> sends)
    {
        foreach (var send in sends)
            network.Enqueue((self, send.To, send.Message!));
    }

    public void Tell(IOutput output) => Console.WriteLine($"{self}: {output}");

    // This protocol asks for nothing else.
    public void Set(TimerId timer, TimeSpan after) => throw new NotSupportedException();

    public void Cancel(TimerId timer) => throw new NotSupportedException();

    public void Store(IRecord record) => throw new NotSupportedException();

    public void Watch(ProcessId process) => throw new NotSupportedException();

    public void Unwatch(ProcessId process) => throw new NotSupportedException();

    public void Keep(int queue, in Input message) => throw new NotSupportedException();

    public void LetIn(int queue, int count) => throw new NotSupportedException();

    public void Compact(int queue, IReadOnlyList<bool> stays) => throw new NotSupportedException();
}
#endregion
