using Akka.Actor;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Running;

/// <summary>
/// Parts for the tests of a run's rules: settings, steps without a meaning, references to actors that do not exist.
/// </summary>
internal static class RunParts
{
    private static readonly DurationRange None = new(TimeSpan.Zero, TimeSpan.Zero);

    public static SimulationSettings Settings(int processes, TimeSpan? duration = null)
    {
        var protocol = MutexAlgorithms.RicartAgrawala.InLab();
        return new(processes, duration ?? TimeSpan.FromSeconds(30), None, None, 1, TimeSpan.FromSeconds(10), protocol);
    }

    /// <summary>A step of a process; two with different times are different.</summary>
    public static RecordedStep Step(int process, int milliseconds = 0) =>
        new(TimeSpan.FromMilliseconds(milliseconds), new ProcessId(process), Input.Of(TimerId.Resend), []);

    /// <summary>Puts a step at the end of the record of a node.</summary>
    public static void Record(IRunListener log, RecordedStep step) => log.On(step.At, step.ToStep());

    /// <summary>The address of a node.</summary>
    public static Address At(int port) => new("akka.tcp", "coterie", "127.0.0.1", port);

    public static IActorRef Ref(string name, Address address) => new Absent(name, address);

    /// <summary>The processes of a node, by name.</summary>
    public static IReadOnlyList<IActorRef> Processes(int first, int count, Address address) =>
        [.. Enumerable.Range(first, count).Select(id => Ref($"process-{id}", address))];

    private sealed class Absent(string name, Address address) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(address) / name;

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
