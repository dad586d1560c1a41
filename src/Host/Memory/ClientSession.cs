using Coterie.Actors.Memory.Client;
using Coterie.Actors.Text;
using Coterie.Protocols.Memory;

namespace Coterie.Host.Memory;

/// <summary>The session of the old client, word for word, and also other variables, <c>list</c> and <c>help</c>.</summary>
internal sealed class ClientSession(MemoryClient memory, TextReader input, TextWriter output)
{
    private const string HelpText = """
        R               reads the variable x
        R NAME          reads another variable
        W               writes the variable x; the value is asked for
        W NAME          writes another variable
        W NAME VALUE    writes it at once
        list            lists the variables and their values
        ?, help         this text
        Q               quits
        """;

    private int _restarts;

    /// <summary>Prompts until the user quits or the input ends.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        output.WriteLine("Connected to server.");
        output.WriteLine("R -> Read");
        output.WriteLine("W -> Write");
        output.WriteLine("Q -> Quit");
        while (await PromptAsync("\nEnter command (R/W/Q): ", cancellation) is { } line)
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["q" or "Q"])
                return;
            if (!await CarryOutAsync(words, cancellation))
                break;
        }
        output.WriteLine();
    }

    // False if the input ended within a command.
    private async Task<bool> CarryOutAsync(string[] words, CancellationToken cancellation)
    {
        switch (words)
        {
            case ["r" or "R"]: await ReadAsync(VariableName.Default, cancellation); break;
            case ["w" or "W"]: return await WriteAsync(VariableName.Default, cancellation);
            case ["r" or "R" or "w" or "W", var name] when !VariableName.IsValid(name): TellOfName(name); break;
            case ["r" or "R", var name]: await ReadAsync(name, cancellation); break;
            case ["w" or "W", var name]: return await WriteAsync(name, cancellation);
            case ["w" or "W", var name, _] when !VariableName.IsValid(name): TellOfName(name); break;
            case ["w" or "W", var name, var text]: await WriteAsync(name, text, cancellation); break;
            case ["?"]: output.WriteLine(HelpText); break;
            case [var word] when word.Equals("help", StringComparison.OrdinalIgnoreCase): output.WriteLine(HelpText); break;
            case [var word] when word.Equals("list", StringComparison.OrdinalIgnoreCase): await ListAsync(cancellation); break;
            default: output.WriteLine("Invalid command"); break;
        }
        return true;
    }

    private void TellOfName(string name) =>
        output.WriteLine($"NAME must be {VariableName.Rule}, was [{Printable.Escape(name)}].");

    private async Task ListAsync(CancellationToken cancellation)
    {
        var outcome = await memory.ListAsync(cancellation);
        TellOfRestart();
        switch (outcome)
        {
            case ListOutcome.Done { Variables.Count: 0 }:
                output.WriteLine("No variable was written yet");
                break;
            case ListOutcome.Done done:
                foreach (var variable in done.Variables)
                    output.WriteLine($"{variable.Name}\t{(variable.IsNeverWritten ? "never written" : variable.Value)}");
                break;
            case ListOutcome.Refused refused:
                output.WriteLine($"Refused: {refused.Reason}.");
                break;
            case ListOutcome.NoAnswer no:
                output.WriteLine($"No answer: {no.Reason}.");
                break;
            case var other:
                throw new InvalidOperationException($"A list must end in a known way, was [{other}].");
        }
    }

    private async Task ReadAsync(string name, CancellationToken cancellation) =>
        Answer(await memory.ReadAsync(name, cancellation) switch
        {
            ReadOutcome.Done done => $"Shared Value: {done.Value}",
            ReadOutcome.NeverWritten => $"Shared Value: {default(Value)}",
            ReadOutcome.Refused refused => $"Refused: {refused.Reason}.",
            ReadOutcome.NoAnswer no => $"No answer: {no.Reason}.",
            var other => throw new InvalidOperationException($"A read must end in a known way, was [{other}]."),
        });

    private async Task<bool> WriteAsync(string name, CancellationToken cancellation)
    {
        if (await PromptAsync("Enter new value: ", cancellation) is not { } text)
            return false;
        await WriteAsync(name, text.Trim(), cancellation);
        return true;
    }

    private async Task WriteAsync(string name, string text, CancellationToken cancellation)
    {
        if (Value.TryParse(text) is not { } value)
        {
            output.WriteLine($"The value must be {Value.Rule}, was [{Printable.Escape(text)}].");
            return;
        }
        Answer(await memory.WriteAsync(name, value, cancellation: cancellation) switch
        {
            WriteOutcome.Done => "Server: OK",
            WriteOutcome.Refused refused => $"Refused: {refused.Reason}.",
            WriteOutcome.NotSent not => $"Not written: {not.Reason}.",
            WriteOutcome.Unknown unknown => $"No answer: {unknown.Reason}. It may have been written or not.",
            var other => throw new InvalidOperationException($"A write must end in a known way, was [{other}]."),
        });
    }

    private void Answer(string line)
    {
        TellOfRestart();
        output.WriteLine(line);
    }

    private void TellOfRestart()
    {
        if (memory.ServerRestarts > _restarts)
            output.WriteLine("The server was restarted, and the values it had are gone.");
        _restarts = memory.ServerRestarts;
    }

    // A read of the console cannot be cancelled; a session that is cancelled does not wait for it.
    private Task<string?> PromptAsync(string prompt, CancellationToken cancellation)
    {
        output.Write(prompt);
        output.Flush();
        return Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellation);
    }
}
