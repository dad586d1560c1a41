using Coterie.Lab.Runs;

namespace Coterie.Host.Simulate.Events;

/// <summary>The faults of a simulated run, in words.</summary>
internal static class FaultText
{
    /// <summary>A sentence without its full stop.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="words">What the processes are called.</param>
    public static string Of(Fault fault, Words words) => fault switch
    {
        Fault.Drop drop =>
            $"{Message(drop.Message.Kind)} from {words.Name(drop.From)} to {words.Name(drop.To)} is lost{Reason(drop.Reason)}",
        Fault.Duplicate copy =>
            $"{Message(copy.Message.Kind)} from {words.Name(copy.From)} to {words.Name(copy.To)} will arrive twice",
        Fault.Crash crash => $"{words.Name(crash.Process)} crashed",
        Fault.Jump jump => $"The clock of {words.Name(jump.Process)} jumped ahead",
        Fault.Restart restart => $"{words.Name(restart.Process)} restarted",
        Fault.Pause pause => $"{words.Name(pause.Process)} paused",
        Fault.Resume resume => $"{words.Name(resume.Process)} resumed",
        Fault.Partition partition =>
            $"The network fell apart: {string.Join(" | ", partition.Groups.Select(group => string.Join(", ", group)))}",
        Fault.Heal => "The network is whole again",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, $"fault must be of a known kind, was [{fault}]."),
    };

    private static string Message(string name) => $"A{MessageNames.WithArticle(name)[1..]}";

    private static string Reason(string reason) => reason switch
    {
        "partition" => ": the network is parted",
        "crash" => ": its receiver has crashed",
        _ => "",
    };
}
