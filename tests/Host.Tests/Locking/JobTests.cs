using Coterie.Host.Tests.Completing;

namespace Coterie.Host.Tests.Locking;

/// <summary>
/// <c>coterie lock</c> as a job of an interactive shell, at a terminal that <c>script</c> of util-linux makes (<c>setsid</c> is
/// part of that, too).
/// </summary>
public sealed class JobTests : IAsyncLifetime
{
    private readonly ProgramOnPath _program = new();
    private LockMembers _group = null!;
    private CoterieProcess? _shell;

    private CoterieProcess Shell => _shell!;

    public Task InitializeAsync() => Task.CompletedTask;

    [ShellFact("script", "setsid", "bash")]
    public async Task Ctrl_Z_stops_it_together_with_the_command_and_fg_continues_both()
    {
        await StartAsync("10s");
        // The script is in the group of coterie, and has to be stopped as well. Only the command reads from the terminal.
        await Shell.TypeAsync("sh -c 'coterie lock a $AT -- sh -c \"echo be''gun; read x; echo got-\\$x\"; echo script-$?'");
        await Shell.ReadToAsync("begun");
        await Shell.PressAsync('\x1a');
        await Shell.ReadToAsync("Stopped");
        await Shell.TypeAsync("echo shell-$((1 + 1))");
        await Shell.ReadToAsync("shell-2");
        await Shell.TypeAsync("fg");
        await Shell.ReadToAsync("sh -c");
        await Shell.TypeAsync("typed");
        await Shell.ReadToAsync("got-typed");
        await Shell.ReadToAsync("script-0");
        await ExitAsync();
    }

    [ShellFact("script", "setsid", "bash")]
    public async Task A_command_that_was_stopped_for_longer_than_the_lease_is_killed_when_it_is_continued()
    {
        await StartAsync("6s");
        await Shell.TypeAsync("coterie lock a $AT -- sh -c 'echo be''gun; while :; do read x; echo got-$x; done'");
        await Shell.ReadToAsync("begun");
        await Shell.PressAsync('\x1a');
        await Shell.ReadToAsync("Stopped");
        // Somebody else gets it only when it is lost.
        Assert.Equal(0, (await _group.RunAsync("a", "--wait", "1h", "--", "true")).ExitCode);
        await Shell.TypeAsync("fg; echo code-$?");
        await Shell.ReadToAsync("the lock a could not be kept; the command was killed.");
        await Shell.ReadToAsync("code-122");
        await ExitAsync();
    }

    [ShellFact("script", "setsid", "bash")]
    public async Task Ctrl_C_reaches_the_command_once()
    {
        await StartAsync("10s");
        await Shell.TypeAsync(
            "coterie lock a $AT -- bash -c 'trap \"echo interrupted\" INT; echo be''gun; read x; echo got-$x; exit 5'");
        await Shell.ReadToAsync("begun");
        await Shell.PressAsync('\x03');
        await Shell.ReadToAsync("interrupted");
        await Shell.TypeAsync("typed");
        Assert.DoesNotContain("interrupted", await Shell.ReadToAsync("got-typed"), StringComparison.Ordinal);
        await Shell.TypeAsync("echo code-$?");
        await Shell.ReadToAsync("code-5");
        await ExitAsync();
    }

    [ShellFact("script", "setsid", "bash")]
    public async Task In_a_pipeline_the_terminal_goes_to_whoever_reads_from_it()
    {
        await StartAsync("10s");
        await Shell.TypeAsync("coterie lock a $AT -- sh -c 'echo be''gun; read x; echo got-$x' | cat");
        await Shell.ReadToAsync("begun");
        await Shell.TypeAsync("one");
        await Shell.ReadToAsync("got-one");
        await Shell.TypeAsync("coterie lock a $AT -- echo be''gun | (cat; read x < /dev/tty; echo got-$x)");
        await Shell.ReadToAsync("begun");
        await Shell.TypeAsync("two");
        await Shell.ReadToAsync("got-two");
        await ExitAsync();
    }

    [ShellFact("script", "setsid", "bash")]
    public async Task In_the_background_the_terminal_stays_with_the_shell()
    {
        await StartAsync("10s");
        await Shell.TypeAsync("coterie lock a $AT -- sh -c 'echo be''gun; read x; echo got-$x' &");
        await Shell.ReadToAsync("begun");
        await Shell.TypeAsync("echo shell-$((1 + 1))");
        await Shell.ReadToAsync("shell-2");
        await UntilStoppedAsync(); // the command has tried to read
        await Shell.TypeAsync("fg");
        await Shell.ReadToAsync("coterie lock");
        await Shell.TypeAsync("typed");
        await Shell.ReadToAsync("got-typed");
        await ExitAsync();
    }

    [ShellFact("script", "setsid", "bash")]
    public async Task A_job_that_is_stopped_by_the_shell_goes_on_in_the_background()
    {
        await StartAsync("10s");
        // The command starts no process of its own: dash waits for a new process until that has become another program, and
        // a signal to stop that comes before then stops the new process but not dash.
        await Shell.TypeAsync("mkfifo pipe; coterie lock a $AT -- sh -c 'echo be''gun; read x < pipe; echo $x; exit 5' &");
        await Shell.ReadToAsync("begun");
        await Shell.TypeAsync("kill -s TSTP %1");
        await UntilStoppedAsync();
        await Shell.TypeAsync("bg; echo through-$((1 + 1)) > pipe");
        await Shell.ReadToAsync("through-2");
        await Shell.TypeAsync("wait %1; echo code-$?");
        await Shell.ReadToAsync("code-5");
        await ExitAsync();
    }

    public Task DisposeAsync()
    {
        _shell?.Dispose();
        _group?.Dispose();
        _program.Dispose();
        return Task.CompletedTask;
    }

    // An interactive shell at a terminal of its own.
    private async Task StartAsync(string lease)
    {
        _group = await LockMembers.StartAsync(1, lease);
        const string Bash = "exec env 'PS1=prompt> ' bash --norc --noprofile -i";
        var surroundings = _program.Surroundings("script", "-qefc", Bash, "/dev/null");
        _shell = CoterieProcess.Start(surroundings with
        {
            Environment =
            [
                .. surroundings.Environment,
                ("AT", string.Join(' ', _group.Options)), ("TERM", "dumb"), ("HISTFILE", ""),
            ],
        });
        await Shell.ReadToAsync("prompt> ");
    }

    private async Task UntilStoppedAsync()
    {
        await Shell.TypeAsync("until jobs | grep -q Stop''ped; do sleep 0.1; done; echo is-$((1 + 1))");
        await Shell.ReadToAsync("is-2");
    }

    private async Task ExitAsync()
    {
        await Shell.TypeAsync("exit 3");
        Assert.Equal(3, (await Shell.EndAsync()).ExitCode);
    }
}
