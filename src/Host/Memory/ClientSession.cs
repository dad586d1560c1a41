using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Actors.Text;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>
/// The session of the old client, word for word, and also other variables, other operations, other types, <c>list</c> and
/// <c>help</c>.
/// </summary>
internal sealed class ClientSession(IVariables variables, TextReader input, TextWriter output)
{
    private const string HelpText = """
        R                   reads the variable x
        R NAME              reads another variable
        W                   writes the variable x; the value is asked for
        W NAME              writes another variable
        W NAME VALUE        writes it at once
        increment NAME [BY] adds 1, or BY
        cas NAME OLD NEW    writes NEW if the value is OLD
        delete NAME         takes the value away
        watch NAME          shows the value and its changes until the Enter key is pressed
        as TYPE             values are of this type from now on: int, long, double, bool, string, json
        list [PREFIX]       lists the variables and their values
        ?, help             this text
        Q                   quits
        """;

    private ValueType _type = ValueType.Int;
    private Task<string?>? _nextLine; // that is being read

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
        switch ((words.Length == 0 ? "" : words[0].ToLowerInvariant(), words[Math.Min(1, words.Length)..]))
        {
            case ("r", []): await ReadAsync(VariableName.Default, cancellation); break;
            case ("w", []): return await WriteAsync(VariableName.Default, cancellation);
            case ("?" or "help", []): output.WriteLine(HelpText); break;
            case ("as", [var type]): Become(type); break;
            case ("list", []): await ListAsync("", cancellation); break;
            case ("list", [var prefix]): await ListAsync(prefix, cancellation); break;
            case ("r" or "w" or "increment" or "cas" or "delete" or "watch", [var name, ..]) when !variables.Naming.IsName(name):
                output.WriteLine($"NAME must be {variables.Naming.Rule}, was [{Printable.Escape(name)}].");
                break;
            case ("r", [var name]): await ReadAsync(name, cancellation); break;
            case ("w", [var name]): return await WriteAsync(name, cancellation);
            case ("w", [var name, .. var text]): await WriteAsync(name, string.Join(' ', text), cancellation); break;
            case ("increment", [var name]): await IncrementAsync(name, "1", cancellation); break;
            case ("increment", [var name, var by]): await IncrementAsync(name, by, cancellation); break;
            case ("cas", [var name, var old, var value]): await CompareAsync(name, old, value, cancellation); break;
            case ("watch", [var name]): return await WatchAsync(name, cancellation);
            case ("delete", [var name]): await ChangeAsync(name, "deleted", new Operation.Write(null), cancellation); break;
            default: output.WriteLine("Invalid command"); break;
        }
        return true;
    }

    private void Become(string name)
    {
        if (ValueType.All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            var names = string.Join(" or ", ValueType.All.Select(type => type.Name));
            output.WriteLine($"TYPE must be {names}, was [{Printable.Escape(name)}].");
            return;
        }
        _type = found;
        output.WriteLine($"Values are {found.Name} from now on");
    }

    private async Task ListAsync(string prefix, CancellationToken cancellation)
    {
        var answer = await variables.ListAsync(prefix, cancellation);
        TellNews();
        switch (answer)
        {
            case ListAnswer.Listed { Variables.Count: 0 }:
                output.WriteLine("No variable was written yet");
                break;
            case ListAnswer.Listed listed:
                foreach (var (name, value) in listed.Variables)
                    output.WriteLine($"{name}\t{(value is null ? "no value" : ValueType.TextOf(value))}");
                break;
            case ListAnswer.Refused refused:
                output.WriteLine($"Refused: {refused.Reason}.");
                break;
            case ListAnswer.NoAnswer no:
                output.WriteLine($"No answer: {no.Reason}.");
                break;
            case var other:
                throw new InvalidOperationException($"A list must end in a known way, was [{other}].");
        }
    }

    private async Task ReadAsync(string name, CancellationToken cancellation) =>
        Say(await variables.OperateAsync(name, new Operation.Read(), cancellation) switch
        {
            // What has no value is 0, as it was in the old client.
            Answer.Ended { Outcome: Outcome.Done done } =>
                $"Shared Value: {(done.Value is null ? default(Value).ToString() : ValueType.TextOf(done.Value))}",
            Answer.Refused refused => $"Refused: {refused.Reason}.",
            Answer.NoAnswer no => $"No answer: {no.Reason}.",
            Answer.Unknown unknown => $"No answer: {unknown.Reason}.",
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
        if (Parse("The value", text) is { } value)
            await ChangeAsync(name, "written", new Operation.Write(value), cancellation);
    }

    private async Task IncrementAsync(string name, string text, CancellationToken cancellation)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var by))
            await ChangeAsync(name, "increased", new Operation.Add(by), cancellation);
        else
            output.WriteLine($"BY must be a whole number, was [{Printable.Escape(text)}].");
    }

    private async Task CompareAsync(string name, string old, string text, CancellationToken cancellation)
    {
        if (Parse("OLD", old) is { } expected && Parse("NEW", text) is { } value)
            await ChangeAsync(name, "set", new Operation.CompareAndSet(expected, value), cancellation);
    }

    private VariableValue? Parse(string what, string text)
    {
        var value = _type.TryParse(text);
        if (value is null)
            output.WriteLine($"{what} must be {_type.Rule}, was [{Printable.Escape(text)}].");
        return value;
    }

    private async Task ChangeAsync(string name, string deed, Operation operation, CancellationToken cancellation) =>
        Say(await variables.OperateAsync(name, operation, cancellation) switch
        {
            Answer.Ended { Outcome: Outcome.Done done } when operation is Operation.Add =>
                $"Shared Value: {ValueType.TextOf(done.Value)}",
            Answer.Ended { Outcome: Outcome.Mismatch { Current: null } } => $"Not {deed}: {name} has no value.",
            Answer.Ended { Outcome: Outcome.Mismatch mismatch } => $"Not {deed}: {name} is {mismatch.Current}.",
            Answer.Ended => "Server: OK",
            Answer.Refused refused => $"Refused: {refused.Reason}.",
            Answer.NoAnswer no => $"Not {deed}: {no.Reason}.",
            Answer.Unknown unknown => $"No answer: {unknown.Reason}. It may have been {deed} or not.",
            var other => throw new InvalidOperationException($"An operation must end in a known way, was [{other}]."),
        });

    // False if the input ended. If the watch has ended by itself, the line that is being read is the next command.
    private async Task<bool> WatchAsync(string name, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        output.WriteLine($"Watching {name} until Enter is pressed");
        output.Flush();
        var showing = ShowAsync(name, ending.Token);
        var first = await Task.WhenAny(showing, NextLine());
        await ending.CancelAsync();
        await showing;
        cancellation.ThrowIfCancellationRequested();
        return first == showing || await ReadLineAsync(cancellation) is not null;
    }

    private async Task ShowAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var hasBegun = false;
            await foreach (var next in variables.WatchAsync(name, isPrefix: false, cancellation))
            {
                if (next is WatchEvent.Changed { Value: { } value })
                    output.WriteLine($"{name}: {ValueType.TextOf(value)}");
                else if (next is WatchEvent.Changed)
                    output.WriteLine($"{name} has no value");
                else if (next is WatchEvent.Interrupted)
                    output.WriteLine(Capital(variables.WatchWords.Interrupted.TrimEnd('.')));
                else if (hasBegun)
                    output.WriteLine(Capital(variables.WatchWords.GoesOn.TrimEnd('.')));
                hasBegun |= next is WatchEvent.Complete;
                output.Flush();
            }
        }
        catch (WatchFailedException failed)
        {
            output.WriteLine(Capital(failed.Message));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private void Say(string line)
    {
        TellNews();
        output.WriteLine(line);
    }

    private void TellNews()
    {
        if (variables.TakeNews() is { } news)
            output.WriteLine(news);
    }

    private Task<string?> PromptAsync(string prompt, CancellationToken cancellation)
    {
        output.Write(prompt);
        output.Flush();
        return ReadLineAsync(cancellation);
    }

    // A read of the console cannot be cancelled. Whoever is cancelled does not wait for it, and the next one gets the line.
    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = await NextLine().WaitAsync(cancellation);
        _nextLine = null;
        return line;
    }

    private Task<string?> NextLine() => _nextLine ??= Task.Run(input.ReadLine, CancellationToken.None);
}
