using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.Locking;

/// <summary><c>coterie lock</c>: holds a lock while a command runs.</summary>
internal static class LockCommand
{
    private const string Examples = """
        Examples:
          coterie lock backup --at 10.0.0.1,10.0.0.2,10.0.0.3 -- ./backup.sh --all   runs it while nobody else has the lock
          coterie lock backup --at 10.0.0.1 --wait 0 -- ./backup.sh                   not at all if somebody else has it
          coterie lock backup --at 10.0.0.1                                           holds it until Ctrl-C, prints its token

        The command gets COTERIE_LOCK, the name, and COTERIE_TOKEN, a number that is larger for each later holder. It runs in
        a process group of its own. Signals (INT, TERM, HUP, QUIT, USR1, USR2) are passed on to that group. If the lock cannot
        be kept, because too few members answer, the group gets SIGTERM a quarter of the lease before the lock ends, and
        SIGKILL a tenth before; with --keep it goes on. Ctrl-Z stops both, and the lease goes on: after too long a stop the
        lock is lost, and the command is killed when it is continued. If this process is killed, so is the command, but not
        what the command has started. Linux only.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    without a command: ended by Ctrl-C. With one: that of the command, from 0 to 255; 128 and the number of the
               signal if a signal ended it
          1    wrong usage
          121  the lock could not be had in time, or too few members accept the certificate; the command was not started
          122  the lock was lost; the command was ended before, or goes on with --keep
          126  the command cannot be run
          127  there is no such command
          130  without a command: stopped by Ctrl-C before the lock was had
        """;

    private static readonly Argument<string[]> Command = new("COMMAND")
    {
        Description = "What to run, after --, with its arguments; without it the lock is held until Ctrl-C",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Shared = new("--shared")
    {
        Description = "Others may hold the lock at the same time if they share it, too",
    };

    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "If the lock is lost, the command goes on; a message and the exit code say so",
    };

    private static readonly Option<string?> Wait = Options.Text(
        "--wait", "DURATION", "How long to wait for the lock; 0: only if it is free [default: 10s]");

    private static readonly Option<string?> Purpose = Options.Text(
        "--purpose", "TEXT", "What the lock is for, as coterie locks shows it [default: the name of the program]");

    public static Command Create()
    {
        var command = new Command("lock", "Holds a lock of a group of members while a command runs.")
        {
            LockOptions.Name, Command, LockOptions.At, Shared, Wait, LockOptions.Lease, Keep, Purpose,
            LockOptions.ConfigFile, Options.Verbose,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var name = LockOptions.NameOf(parsed.GetRequiredValue(LockOptions.Name));
        var command = parsed.GetValue(Command) ?? [];
        var wait = WaitOf(parsed.GetValue(Wait));
        var purpose = parsed.GetValue(Purpose) ?? (command.Length > 0 ? Path.GetFileName(command[0]) : null);
        if (command.Length > 0 && !OperatingSystem.IsLinux())
            throw new UsageException("COMMAND must be left out on this system: process groups need Linux.");
        await using var node = await LockOptions.ClientAsync(parsed, null, cancellation);
        var mode = parsed.GetValue(Shared) ? VoteMode.Shared : VoteMode.Exclusive;
        var shown = purpose is { Length: > CoterieOptions.LongestText } ? purpose[..CoterieOptions.LongestText] : purpose;
        LockHandle held;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = node.WhenRefused.ContinueWith(_ => ending.CancelAsync(), TaskScheduler.Default);
        try
        {
            held = await node.AcquireAsync(name, mode, wait, shown, ending.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine($"coterie: {Printable.Escape(name, 100)} cannot be locked. {node.CheckHealth()}");
            return (int)ExitCode.NotAcquired;
        }
        catch (TimeoutException failure)
        {
            Console.Error.WriteLine($"coterie: {failure.Message}");
            return (int)ExitCode.NotAcquired;
        }
        await using (held)
        {
            return command.Length == 0
                ? await HoldAsync(held, cancellation)
                : await RunAsync(held, command, node.Group.Terms.Lease, parsed.GetValue(Keep), cancellation);
        }
    }

    private static TimeSpan WaitOf(string? text)
    {
        if (text is null)
            return TimeSpan.FromSeconds(10);
        return Durations.TryParse(text, Durations.Longest)
            ?? throw UsageException.Of(Wait.Name, Durations.Explain("a duration from 0 to 1h, such as 10s", text), text);
    }

    private static async Task<int> HoldAsync(LockHandle held, CancellationToken cancellation)
    {
        Console.Out.WriteLine(held.Token.ToString(CultureInfo.InvariantCulture));
        var lost = held.Lost;
        var isAsked = await Life.EndsAsAskedAsync(cancellation, Task.Delay(Timeout.InfiniteTimeSpan, lost));
        if (isAsked && !lost.IsCancellationRequested)
            return (int)ExitCode.Good;
        Console.Error.WriteLine($"coterie: the lock {Printable.Escape(held.Name, 100)} was lost.");
        return (int)ExitCode.Lost;
    }

    private static async Task<int> RunAsync(
        LockHandle held, string[] command, TimeSpan lease, bool keeps, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>
        {
            [ConfigurationFiles.LockVariable] = held.Name,
            [ConfigurationFiles.TokenVariable] = held.Token.ToString(CultureInfo.InvariantCulture),
        };
        using var guard = new LockGuard(held, command, environment, lease, keeps);
        Interrupt.IsTakenOver = true;
        cancellation.ThrowIfCancellationRequested();
        // A signal that came just before the guard took over.
        await using var late = cancellation.Register(guard.Terminate);
        return await guard.RunAsync() ?? (int)ExitCode.Lost;
    }
}
