using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Coterie.Host.CommandLine;

/// <summary>Help with examples first, and what else a command wants to say last.</summary>
internal static class Help
{
    public static void Extend(Command command, string first, string last)
    {
        var help = new HelpOption();
        help.Action = new ExtendedHelp((HelpAction)help.Action!, first, last);
        command.Options.Add(help);
    }

    private sealed class ExtendedHelp(HelpAction standard, string first, string last) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(first);
            output.WriteLine();
            var code = standard.Invoke(parseResult);
            output.WriteLine(last);
            return code;
        }
    }
}
