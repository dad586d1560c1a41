using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Coterie.Host.CommandLine;

/// <summary>Help that begins with examples and ends with exit codes.</summary>
internal static class Help
{
    public static void Extend(Command command, string first, string last)
    {
        var help = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (help is null)
            command.Options.Add(help = new HelpOption());
        help.Description = "Shows this help";
        help.Action = new ExtendedHelp((HelpAction)help.Action!, first, last);
    }

    /// <summary>Prints the help of a command, as <c>--help</c> does.</summary>
    public static int Show(Command command)
    {
        var path = command.Parents.OfType<RootCommand>().Any() ? [command.Name] : Array.Empty<string>();
        var root = command as RootCommand ?? command.Parents.OfType<RootCommand>().Single();
        return root.Parse([.. path, "--help"]).Invoke();
    }

    private sealed class ExtendedHelp(HelpAction standard, string first, string last) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var written = new StringWriter();
            configuration.Output = written;
            var code = standard.Invoke(parseResult);
            configuration.Output = output;
            output.WriteLine(first);
            output.WriteLine();
            // The library names the assembly, which is not the name of the command.
            output.Write(written.ToString().Replace(RootCommand.ExecutableName, "coterie", StringComparison.Ordinal));
            output.WriteLine(last);
            return code;
        }
    }
}
