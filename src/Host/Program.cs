using System.CommandLine;
using Akka.Configuration;
using Coterie.Configuration;
using Coterie.Host;
using Coterie.Host.CommandLine;
using Coterie.Host.Compare;
using Coterie.Host.Explore;
using Coterie.Host.Memory;
using Coterie.Host.Simulate;
using Coterie.Host.Tracing;
using Coterie.Nodes;
using Coterie.Simulation;

var root = new RootCommand("Mutual exclusion without a lock server, and shared memory, on actors.")
{
    SimulateCommand.Create(), JoinCommand.Create(), ExploreCommand.Create(), HuntCommand.Create(), AlgorithmsCommand.Create(), CompareCommand.Create(),
    CheckCommand.Create(), WhyCommand.Create(), TraceCommand.Create(),
    ServeCommand.Create(), ClientCommand.Create(), ReadCommand.Create(), WriteCommand.Create(), VariablesCommand.Create(),
};
Help.Extend(root, "Example:\n  coterie simulate 15 10", "Run coterie COMMAND --help for the options and exit codes of a command.");
using var interrupt = new Interrupt();
try
{
    var parsed = root.Parse(args);
    if (AlgorithmOptions.PrintsMuseum(parsed, Console.Out))
        return (int)ExitCode.Good;
    Usage.Check(root, parsed);
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
}
catch (Exception failure) when (failure is UsageException or SettingsException or ConfigurationFileException or ConfigurationException or NodeException)
{
    Console.Error.WriteLine($"coterie: {failure.Message}");
    return (int)ExitCode.Usage;
}
catch (SimulationFailedException failure)
{
    Console.Error.WriteLine($"coterie: the run could not be finished: {failure.Message}");
    return (int)ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return (int)ExitCode.Interrupted;
}
