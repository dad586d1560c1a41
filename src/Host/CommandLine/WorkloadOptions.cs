using System.CommandLine;
using System.Globalization;
using Coterie.Lab.Memory;
using Coterie.Lab.Runs;

namespace Coterie.Host.CommandLine;

/// <summary><c>--readers</c> and <c>--writers</c>, of commands that run the shared memory.</summary>
internal static class WorkloadOptions
{
    /// <summary><c>--readers R</c>.</summary>
    public static Option<string?> Readers { get; } = Options.Text(
        "--readers",
        "R",
        "With --protocol memory: how many processes read. Process 1 is the memory, the next ones are readers, then come the "
        + "writers [default: half of the clients, rounded up]");

    /// <summary><c>--writers W</c>.</summary>
    public static Option<string?> Writers { get; } =
        Options.Text("--writers", "W", "With --protocol memory: how many processes write [default: the others]");

    /// <summary>How many processes the options ask for; null if they leave it open.</summary>
    /// <exception cref="UsageException">An option breaks its rule.</exception>
    public static int? Processes(ParseResult parsed, int most) =>
        Number(parsed, Readers, most) is { } readers && Number(parsed, Writers, most) is { } writers
            ? 1 + readers + writers
            : null;

    /// <summary>The protocol with the workload that the options ask for.</summary>
    /// <exception cref="UsageException">An option breaks its rule, or the protocol has no readers and writers.</exception>
    public static Protocol Read(ParseResult parsed, Protocol protocol, int processes)
    {
        var clients = processes - 1;
        var (readers, writers) = (Number(parsed, Readers, clients), Number(parsed, Writers, clients));
        if (readers is null && writers is null)
            return protocol.For(processes);
        var given = readers is null ? Writers : Readers;
        if (protocol.Name != MemoryLab.Name)
            throw new UsageException(
                $"{given.Name} must be given together with {AlgorithmOptions.AnyProtocol.Name} {MemoryLab.Name}.");
        var workload = new MemoryWorkload(readers ?? clients - writers!.Value, writers ?? clients - readers!.Value);
        if (workload.Processes != processes)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Readers.Name} and {Writers.Name} must be {clients} together, as many as there are processes besides the "
                + $"memory, was [{readers} and {writers}]."));
        }
        return protocol.ChooseWorkload!(workload.ToString())!;
    }

    private static int? Number(ParseResult parsed, Option<string?> option, int most)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw UsageException.Of(option.Name, $"a whole number from 0 to {most}", text);
    }
}
