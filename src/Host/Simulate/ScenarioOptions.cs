using System.CommandLine;
using Coterie.Actors.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Lab.Virtual;

namespace Coterie.Host.Simulate;

/// <summary><c>--scenario FILE</c>: a run that is written down in a file.</summary>
internal static class ScenarioOptions
{
    /// <summary>The option.</summary>
    public static Option<string?> Scenario { get; } = Options.File(
        "--scenario",
        "Runs what this file says, in virtual time: the processes, which of them asks when, how long messages take, faults. "
        + "PROCESSES, SECONDS and the options that the file has keys for are left out then; docs/scenarios/README.md explains "
        + "the keys");

    /// <summary>The run that is asked for; null if no file is given.</summary>
    /// <exception cref="UsageException">An argument or option contradicts the file.</exception>
    /// <exception cref="ConfigurationFileException">The file cannot be read or is not HOCON.</exception>
    /// <exception cref="SettingsException">A key is unknown, missing or breaks its rule.</exception>
    public static VirtualSettings? Read(ParseResult parsed, CoterieSettings common, CancellationToken cancellation)
    {
        if (parsed.GetValue(Scenario) is not { } path)
            return null;
        foreach (var argument in (TextArgument[])[SimulateArguments.Processes, SimulateArguments.Seconds])
        {
            if (parsed.GetValue(argument) is { } value)
                throw UsageException.Of(argument.Name, $"left out with {Scenario.Name}, whose file says it", value);
        }
        IEnumerable<Option> options = [.. SimulateOptions.OfRun, .. VirtualOptions.OfRun];
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new UsageException(
                $"{other.Name} must be left out with {Scenario.Name}, whose file says what to run. Change the file.");
        }
        return Lab.Scenarios.Scenario.Load(path, common.Mutex.ResendInterval, cancellation).Settings;
    }
}
