using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Nodes;
using Coterie.Actors.Storage;
using Coterie.Host.CommandLine;
using Coterie.Host.Completing;
using Coterie.Host.Locking;
using Coterie.Lab.Running;

namespace Coterie.Host;

/// <summary>The command <c>coterie</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (ChildEntry.IsFor(args))
            return ChildEntry.Run(args);
        var root = CommandTree.Create();
        StandardStreams.Install();
        using var interrupt = new Interrupt();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(interrupt.Token, OutputFailure.Token);
        try
        {
            if (Suggestions.Print(root, args, Console.Out))
                return OutputFailure.CodeOf((int)ExitCode.Good);
            var parsed = root.Parse(args);
            if (AlgorithmOptions.PrintsMuseum(parsed, Console.Out))
                return OutputFailure.CodeOf((int)ExitCode.Good);
            return OutputFailure.CodeOf(await Usage.RunAsync(root, parsed, ending.Token));
        }
        catch (Exception failure)
            when (failure is UsageException or SettingsException or ConfigurationFileException or ConfigurationException
                or NodeException or DataFolderException)
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
            return OutputFailure.CodeOf((int)ExitCode.Interrupted);
        }
    }
}
