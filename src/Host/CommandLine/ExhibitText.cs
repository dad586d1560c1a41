using Coterie.Lab.Museum;
using Coterie.Lab.Runs;

namespace Coterie.Host.CommandLine;

/// <summary>The text of <c>--bug list</c> about one bug.</summary>
internal static class ExhibitText
{
    /// <summary>The name of the bug, its explanation, and a command that shows it.</summary>
    public static string Of(Exhibit exhibit) => $"""
        {exhibit.Name} (of {exhibit.Protocol.Name}; breaks {exhibit.Breaks.Name.ToLowerInvariant()})
          {exhibit.Explanation}
          {Command(exhibit)}

        """;

    // Where leases run out, a hunt is faster; where a process must crash, the explorer is. What only a whole run shows, the
    // explorer does not see.
    private static string Command(Exhibit exhibit) => exhibit.Protocol switch
    {
        { ChooseLease: not null } when !exhibit.Needs.HasFlag(Circumstances.Restart) =>
            $"coterie hunt --protocol {exhibit.Protocol.Name} --bug {exhibit.Name}",
        { ChooseLease: null, StateRules: var rules } when !rules.IsAbout(exhibit.Breaks) => $"coterie hunt --bug {exhibit.Name}",
        _ => $"{Exploration(exhibit)} --bug {exhibit.Name}{Options(exhibit.Needs)}",
    };

    private static string Exploration(Exhibit exhibit) =>
        $"coterie explore{ProtocolOption(exhibit.Protocol)} "
        + $"--processes {WorkloadOptions.CountOf(exhibit.Protocol, exhibit.Processes)} "
        + $"--requests {exhibit.Requests}"
        + WorkloadOptions.Text(exhibit.Protocol, forExplorer: true);

    // The name of a bug says which algorithm it is of.
    private static string ProtocolOption(Protocol protocol) =>
        protocol.ChooseLease is null ? "" : $" --protocol {protocol.Name}";

    private static string Options(Circumstances needs) => string.Concat(
        from circumstance in new[] { Circumstances.Loss, Circumstances.Duplicate, Circumstances.Withdraw }
        where needs.HasFlag(circumstance)
        select $" --{circumstance.ToString().ToLowerInvariant()}") + (needs.HasFlag(Circumstances.Restart) ? " --crashes 1" : "");
}
