using System.CommandLine;
using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Lab.Exploring;
using Coterie.Lab.Runs;

namespace Coterie.Host.Explore;

/// <summary>Reads the options of <c>explore</c>. An error names the option, the rule and the value given.</summary>
internal static class ExploreArguments
{
    public static Option<string?> Processes { get; } = Options.Text(
        "--processes", "N", "How many processes; with --protocol quorum or variables: clients [default: 3, or 2 clients]");

    public static Option<string?> Requests { get; } =
        Options.Text("--requests", "R", "How often each process asks for the critical section [default: 1]");

    public static Option<bool> Loss { get; } = new("--loss")
    {
        Description = "Any message may be lost, and what is left unanswered may be sent again",
    };

    public static Option<bool> Duplicate { get; } = new("--duplicate") { Description = "Any message may arrive more than once" };

    public static Option<bool> Withdraw { get; } = new("--withdraw")
    {
        Description = "A process that waits may withdraw its request",
    };

    public static Option<string?> Crashes { get; } = Options.Text(
        "--crashes", "N", "How many crashes there may be; whoever crashed may come back at any time [default: 0]");

    public static Option<bool> Forgetful { get; } = new("--forgetful")
    {
        Description = "A process that comes back knows nothing, whatever it stored",
    };

    public static Option<bool> Anyway { get; } = new("--anyway")
    {
        Description = "Messages arrive in any order, and --loss, --duplicate and --crashes are allowed, even if the algorithm is "
            + "not made for it: to see what it needs its assumptions for",
    };

    public static Option<string?> MostStates { get; } =
        Options.Text(
            "--most-states",
            "N",
            $"Gives up if there are more distinct states than this [default: {ExplorationSettings.DefaultMostStates}]");

    public static ExplorationSettings Read(ParseResult parsed, Protocol protocol)
    {
        const int most = ExplorationSettings.MostProcesses;
        var usual = WorkloadOptions.Processes(parsed, protocol, most) ?? (protocol.Servers > 0 ? 2 : 3);
        var (chosen, processes) = WorkloadOptions.Read(parsed, protocol, Number(parsed, Processes, usual, most));
        if (processes > most)
        {
            throw new UsageException(
                $"{Processes.Name} and {WorkloadOptions.Voters.Name} must be {most} together at most, was [{processes}].");
        }
        var settings = new ExplorationSettings(
            chosen,
            processes,
            Number(parsed, Requests, 1, ExplorationSettings.MostRequests))
        {
            Loss = parsed.GetValue(Loss),
            Duplicate = parsed.GetValue(Duplicate),
            Withdraw = parsed.GetValue(Withdraw),
            Crashes = parsed.GetValue(Crashes) is null ? 0 : Number(parsed, Crashes, 0, 100),
            Forgetful = parsed.GetValue(Forgetful),
            Anyway = parsed.GetValue(Anyway),
            MostStates = Number(parsed, MostStates, ExplorationSettings.DefaultMostStates, 1_000_000_000),
        };
        if (settings.Forgetful && settings.Crashes == 0)
            throw new UsageException($"{Forgetful.Name} must be given together with {Crashes.Name}.");
        if (protocol.Needs.Lossless && !settings.Anyway)
            CheckNothingIsLost(settings);
        return settings;
    }

    private static void CheckNothingIsLost(ExplorationSettings settings)
    {
        var protocol = settings.Protocol;
        var hint = $"{Anyway.Name} explores it nevertheless, to see what breaks.";
        if (!protocol.BearsCrashes && settings.Crashes > 0)
        {
            throw new UsageException(
                $"{Crashes.Name} must be given with an algorithm that stands it; {protocol.Name} needs a network "
                + $"that loses nothing, and what arrives at a process that is down is lost. {hint}");
        }
        if (settings.Loss || settings.Duplicate)
        {
            throw new UsageException(
                $"{(settings.Loss ? Loss : Duplicate).Name} must be given with an algorithm that stands it; {protocol.Name} "
                + $"needs a network that neither loses nor doubles messages. {hint}");
        }
    }

    private static int Number(ParseResult parsed, Option<string?> option, int otherwise, int most)
    {
        if (parsed.GetValue(option) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= most
            ? number
            : throw UsageException.Of(option.Name, $"a whole number from 1 to {most}", text);
    }
}
