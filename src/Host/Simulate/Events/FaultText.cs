using System.Globalization;
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

    /// <summary>A message's name with its article: <c>a reply</c>, <c>an inquire</c>.</summary>
    public static string WithArticle(string name) => $"{(IsVowel(name[0]) ? "an" : "a")} {name}";

    /// <summary>How many messages of a name: <c>14 replies</c>, <c>2 locked messages</c>.</summary>
    public static string Several(int count, string name) => string.Create(
        CultureInfo.InvariantCulture, $"{count} {(name.EndsWith('y') ? $"{name[..^1]}ies" : $"{name} messages")}");

    private static string Message(string name) => $"{(IsVowel(name[0]) ? "An" : "A")} {name}";

    private static string Reason(string reason) => reason switch
    {
        "partition" => ": the network is parted",
        "crash" => ": its receiver has crashed",
        _ => "",
    };

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
