using System.CommandLine;

namespace Coterie.Bench.Harness;

/// <summary>The command line: a command for each suite; without one, the menu.</summary>
public static class Menu
{
    /// <summary>The exit code of the command.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="suites">What is measured case by case.</param>
    /// <param name="others">What is measured in another way, as commands of their own.</param>
    public static int Run(string[] args, IReadOnlyList<Suite> suites, IReadOnlyList<Command> others)
    {
        var root = new RootCommand("Benchmarks. Run them with -c Release on an otherwise idle machine.");
        foreach (var suite in suites) root.Subcommands.Add(CommandFor(suite));
        foreach (var other in others) root.Subcommands.Add(other);
        root.SetAction(_ =>
        {
            Console.WriteLine("Usage: bench NAME [--rounds N] [--case TEXT] [--json]");
            foreach (var command in root.Subcommands) Console.WriteLine($"  {command.Name,-10} {command.Description}");
        });
        return root.Parse(args).Invoke();
    }

    private static Command CommandFor(Suite suite)
    {
        var rounds = new Option<int>("--rounds") { Description = "Measured rounds of each case.", DefaultValueFactory = _ => 7 };
        rounds.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var n) && n < 1)
                result.AddError($"--rounds must be a whole number from 1, was [{n}].");
        });
        var only = new Option<string>("--case")
        {
            Description = "Only the cases whose names contain this.",
            DefaultValueFactory = _ => "",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of a table." };
        var command = new Command(suite.Name, suite.About) { rounds, only, json };
        command.SetAction(async (parsed, _) =>
        {
            var measurements = new List<Measurement>();
            var part = parsed.GetValue(only)!;
            foreach (var each in suite.Cases.Where(each => each.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            {
                await Console.Error.WriteLineAsync($"{suite.Name}: {each.Name}");
                measurements.Add(await Measurement.Of(each, parsed.GetValue(rounds)));
            }
            if (parsed.GetValue(json)) Report.Json(suite, measurements);
            else Report.Table(suite, measurements);
        });
        return command;
    }
}
