using Coterie.Memory;
using Coterie.Memory.Client;

namespace Coterie.Host.Memory;

/// <summary>The old client's session, word for word, and <c>R NAME</c> and <c>W NAME</c> besides.</summary>
internal sealed class ClientSession(MemoryClient memory, TextReader input, TextWriter output)
{
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
            switch (words)
            {
                case ["q" or "Q"]: return;
                case ["r" or "R"]: await ReadAsync(VariableName.Default, cancellation); break;
                case ["w" or "W"]: await WriteAsync(VariableName.Default, cancellation); break;
                case ["r" or "R" or "w" or "W", var name] when !VariableName.IsValid(name):
                    output.WriteLine($"NAME must be {VariableName.Rule}, was [{name}].");
                    break;
                case ["r" or "R", var name]: await ReadAsync(name, cancellation); break;
                case ["w" or "W", var name]: await WriteAsync(name, cancellation); break;
                default: output.WriteLine("Invalid command"); break;
            }
        }
        output.WriteLine();
    }

    private async Task ReadAsync(string name, CancellationToken cancellation) =>
        output.WriteLine(await memory.ReadAsync(name, cancellation) switch
        {
            ReadOutcome.Done done => $"Shared Value: {done.Value}",
            ReadOutcome.Refused refused => $"Refused: {refused.Reason}.",
            ReadOutcome.NoAnswer no => $"No answer: {no.Reason}.",
            var other => throw new InvalidOperationException($"A read must end in a known way, was [{other}]."),
        });

    private async Task WriteAsync(string name, CancellationToken cancellation)
    {
        if (await PromptAsync("Enter new value: ", cancellation) is not { } text)
            return;
        if (Value.TryParse(text.Trim()) is not { } value)
        {
            output.WriteLine($"The value must be {Value.Rule}, was [{text.Trim()}].");
            return;
        }
        output.WriteLine(await memory.WriteAsync(name, value, cancellation: cancellation) switch
        {
            WriteOutcome.Done => "Server: OK",
            WriteOutcome.Refused refused => $"Refused: {refused.Reason}.",
            WriteOutcome.NotSent not => $"Not written: {not.Reason}.",
            WriteOutcome.Unknown unknown => $"No answer: {unknown.Reason}. It may have been written or not.",
            var other => throw new InvalidOperationException($"A write must end in a known way, was [{other}]."),
        });
    }

    // A read of the console cannot be cancelled; who is asked to leave does not wait for it.
    private Task<string?> PromptAsync(string prompt, CancellationToken cancellation)
    {
        output.Write(prompt);
        output.Flush();
        return Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellation);
    }
}
