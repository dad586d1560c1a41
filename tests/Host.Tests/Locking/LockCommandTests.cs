namespace Coterie.Host.Tests.Locking;

/// <summary><c>coterie lock NAME -- COMMAND</c> while the members answer.</summary>
public sealed class LockCommandTests : IClassFixture<LockCommandTests.Member>
{
    // Ends when its input does; the other end is closed when it has begun to run.
    private static readonly string[] UntilInputEnds = ["--", "sh", "-c", "echo begun; exec cat"];
    private readonly LockMembers _group;

    public LockCommandTests(Member member) => _group = member.Group;

    [UnixFact]
    public async Task The_command_gets_the_name_and_a_token_that_rises()
    {
        string[] show = ["--", "sh", "-c", "echo \"$COTERIE_LOCK $COTERIE_TOKEN\""];
        var tokens = new List<long>();
        for (var i = 0; i < 2; i++)
        {
            var run = await _group.RunAsync("two words/1", show);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.StartsWith("two words/1 ", run.Output, StringComparison.Ordinal);
            tokens.Add(long.Parse(run.Output["two words/1 ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        }
        Assert.True(tokens[1] > tokens[0] && tokens[0] > 0, string.Join(", ", tokens));
    }

    [UnixTheory]
    [InlineData(0, "exit 0")]
    [InlineData(3, "exit 3")]
    [InlineData(255, "exit 255")]
    [InlineData(137, "kill -s KILL $$")]
    [InlineData(143, "kill -s TERM $$")]
    [InlineData(138, "kill -s USR1 $$")]
    public async Task The_exit_code_of_the_command_goes_through(int code, string script)
    {
        var run = await _group.RunAsync("code", "--", "sh", "-c", script);
        Assert.Equal((code, "", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixTheory]
    [InlineData(127, "no-such-program-of-coterie", "No such file or directory")]
    [InlineData(127, "", "No such file or directory")]
    [InlineData(126, "/", "Permission denied")]
    [InlineData(126, "/dev/null", "Permission denied")]
    public async Task A_command_that_cannot_be_run_says_so(int code, string program, string why)
    {
        var run = await _group.RunAsync("cannot", "--", program, "x");
        var sentence = $"coterie: COMMAND must be a program that can be run, was [{program}]: {why}.\n";
        Assert.Equal((code, "", sentence), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixFact]
    public async Task Arguments_reach_the_command_as_they_are()
    {
        string[] arguments = ["", "a b", "@x", "--at", "-", "--", "$HOME", "*", "ä€", "[become]", "--help", "line\nbreak"];
        var run = await _group.RunAsync("arguments", ["--", "printf", "%s|", .. arguments]);
        Assert.Equal((0, string.Join('|', arguments) + "|", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixFact]
    public async Task Input_and_outputs_are_those_of_the_command()
    {
        using var process = _group.Lock("streams", "--", "sh", "-c", "cat; echo wrong >&2");
        await process.TypeAsync("typed");
        process.CloseInput();
        var run = await process.EndAsync();
        Assert.Equal((0, "typed\n", "wrong\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixFact]
    public async Task Without_the_lock_the_command_is_not_started()
    {
        using var holder = _group.Lock("taken", UntilInputEnds);
        await holder.ReadToAsync("begun");
        var atOnce = await _group.RunAsync("taken", "--wait", "0", "--", "echo", "ran");
        Assert.Equal((121, ""), (atOnce.ExitCode, atOnce.Output));
        Assert.StartsWith("coterie: taken could not be locked at once.", atOnce.Errors, StringComparison.Ordinal);
        var later = await _group.RunAsync("taken", "--wait", "200ms", "--", "echo", "ran");
        Assert.Equal((121, ""), (later.ExitCode, later.Output));
        Assert.StartsWith("coterie: taken could not be locked within 0.2 s.", later.Errors, StringComparison.Ordinal);
        using var waiter = _group.Lock("taken", "--wait", "1h", "--", "echo", "ran");
        await WaitsAsync("taken");
        await waiter.SignalAsync("INT");
        Assert.Equal((130, ""), await waiter.EndAsync() is var ended ? (ended.ExitCode, ended.Output) : default);
    }

    [UnixFact]
    public async Task Whoever_waits_runs_when_the_command_before_has_ended()
    {
        using var holder = _group.Lock("next", UntilInputEnds);
        await holder.ReadToAsync("begun");
        using var waiter = _group.Lock("next", ["--wait", "1h", .. UntilInputEnds]);
        await WaitsAsync("next");
        Assert.Equal("", waiter.Output.All);
        holder.CloseInput();
        await waiter.ReadToAsync("begun");
        waiter.CloseInput();
        Assert.Equal(0, (await waiter.EndAsync()).ExitCode);
        Assert.Equal(0, (await holder.EndAsync()).ExitCode);
    }

    [UnixFact]
    public async Task Those_who_share_a_lock_run_at_the_same_time_and_the_others_wait()
    {
        using var one = _group.Lock("shared", ["--shared", .. UntilInputEnds]);
        using var other = _group.Lock("shared", ["--shared", .. UntilInputEnds]);
        await one.ReadToAsync("begun");
        await other.ReadToAsync("begun");
        using var alone = _group.Lock("shared", ["--wait", "1h", .. UntilInputEnds]);
        await WaitsAsync("shared");
        one.CloseInput();
        Assert.Equal(0, (await one.EndAsync()).ExitCode);
        Assert.Equal("", alone.Output.All);
        other.CloseInput();
        await alone.ReadToAsync("begun");
        alone.CloseInput();
        Assert.Equal(0, (await alone.EndAsync()).ExitCode);
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    [InlineData("USR1")]
    [InlineData("USR2")]
    [InlineData("WINCH")]
    public async Task A_signal_is_passed_on_to_the_command(string signal)
    {
        using var process = _group.Lock(
            "signals",
            "--",
            "sh",
            "-c",
            "trap 'echo got it; kill -s KILL $! 2> /dev/null; exit 9' $0; sleep 1000 & echo begun; wait",
            signal);
        await process.ReadToAsync("begun");
        await process.SignalAsync(signal);
        var run = await process.EndAsync();
        Assert.Equal((9, "begun\ngot it\n", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixFact]
    public async Task A_signal_reaches_the_whole_group_of_the_command()
    {
        using var process = _group.Lock("signals", "--", "sh", "-c", "sh -c 'echo begun; exec sleep 1000'; echo not reached");
        await process.ReadToAsync("begun");
        await process.SignalAsync("TERM");
        // The inner process has the output, too: it ends only when both have.
        var run = await process.EndAsync();
        Assert.Equal((143, "begun\n", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [UnixFact]
    public async Task If_coterie_is_killed_the_command_is_killed_too()
    {
        using var process = _group.Lock("killed", "--", "sh", "-c", "echo begun; exec sleep 1000");
        await process.ReadToAsync("begun");
        await process.SignalAsync("KILL");
        Assert.Equal("begun\n", (await process.EndAsync()).Output); // the end of the output is that of the command
    }

    [UnixFact]
    public async Task What_the_command_leaves_in_the_background_goes_on_and_the_lock_is_free()
    {
        using var process = _group.Lock("left", "--", "bash", "-c", "sleep 1000 & echo $!; exit 4");
        var left = int.Parse(await process.ReadLineAsync(""), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, (await _group.RunAsync("left", "--wait", "1h", "--", "true")).ExitCode);
        using var sleep = System.Diagnostics.Process.GetProcessById(left);
        Assert.False(sleep.HasExited);
        sleep.Kill();
        Assert.Equal(4, (await process.EndAsync()).ExitCode);
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Without_a_command_the_lock_is_held_until_a_signal_and_the_token_is_printed(string signal)
    {
        using var holder = _group.Lock("held");
        var token = await holder.ReadLineAsync("");
        Assert.True(long.TryParse(token, out var number) && number > 0, token);
        Assert.Equal(121, (await _group.RunAsync("held", "--wait", "0", "--", "true")).ExitCode);
        await holder.SignalAsync(signal);
        var run = await holder.EndAsync();
        Assert.Equal((0, $"{token}\n", ""), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(0, (await _group.RunAsync("held", "--wait", "1h", "--", "true")).ExitCode);
    }

    [UnixTheory]
    [InlineData("echo typed | coterie lock pipe $AT -- cat; echo $?", "typed\n0\n")]
    [InlineData("coterie lock pipe $AT -- yes | head -1; echo ${PIPESTATUS[*]}", "y\n141 0\n")]
    [InlineData("coterie lock pipe $AT -- sh -c 'exit 3' & wait $!; echo $?", "3\n")]
    [InlineData("coterie lock pipe $AT -- cat < /dev/null; echo $?", "0\n")]
    [InlineData("coterie lock pipe $AT -- sh -c 'cat <&3' 3<<< third; echo $?", "third\n0\n")]
    [InlineData("coterie lock a $AT -- coterie lock b $AT -- sh -c 'echo $COTERIE_LOCK; exit 5'; echo $?", "b\n5\n")]
    public async Task In_a_script_it_is_like_the_command(string script, string output)
    {
        using var program = new ProgramOnPath();
        var at = $"AT='{string.Join(' ', _group.Options)}'; ";
        var run = await CoterieProcess.RunAsync(program.Surroundings("bash", "-c"), at + script);
        Assert.Equal((0, output, ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [InlineData("lock", "NAME must be 1 to 512 characters, was [].")]
    [InlineData("lock a --wait -1s", "--wait must be a duration from 0 to 1h, such as 10s, was [-1s].")]
    [InlineData(
        "lock a --wait 5",
        "--wait must be a duration from 0 to 1h, such as 10s; a number needs its unit, such as 5s, was [5].")]
    [InlineData("lock a --lease 999ms", "--lease must be a duration from 1s to 1h, such as 10s, was [999ms].")]
    [InlineData("lock a --at 127.1", $"--at {MembersRule}, was [127.1].")]
    [InlineData("lock a --at 127.0.0.11,0x7f.1", $"--at {MembersRule}, was [127.0.0.11,0x7f.1].")]
    [InlineData("lock a --at 127.0.0.11,127.0.0.11:4053", $"--at {MembersRule}, was [127.0.0.11,127.0.0.11:4053].")]
    [InlineData("lock a --at 127.0.0.11:0", $"--at {MembersRule}, was [127.0.0.11:0].")]
    [InlineData("lock a --at 127.0.0.11,", $"--at {MembersRule}, was [127.0.0.11,].")]
    [InlineData("lock a --sharde", "--sharde is not an option of lock. Did you mean --shared?")]
    [InlineData("locks a b", "locks takes NAME, and was given [b] too.")]
    [InlineData("locks --at 127.1", $"--at {MembersRule}, was [127.1].")]
    [InlineData("locks --timeout 0", "--timeout must be a duration above 0, such as 250ms or 10s, up to 1h, was [0].")]
    [InlineData("serve --members 127.0.0.1,127.1", $"--members {MembersRule}, was [127.0.0.1,127.1].")]
    [InlineData("serve --new", "--new must be given together with --members.")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((1, "", $"coterie: {message}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [InlineData("lock", 0, "[]")]
    [InlineData("lock", 513, "[513 characters]")]
    [InlineData("locks", 513, "[513 characters]")]
    public async Task Names_are_checked(string command, int length, string shown)
    {
        var run = await CoterieProcess.RunAsync(command, new string('x', length));
        var sentence = $"coterie: NAME must be 1 to 512 characters, was {shown}.\n";
        Assert.Equal((1, "", sentence), (run.ExitCode, run.Output, run.Errors));
    }

    private const string MembersRule =
        "must be 1 to 9 different addresses HOST:PORT with commas between them, such as "
        + "10.0.0.1:4053,10.0.0.2:4053,10.0.0.3:4053";

    // Until somebody waits for the lock: that is seen at the member.
    private async Task WaitsAsync(string name)
    {
        using var watch = CoterieProcess.Start([.. _group.Line("locks", name, "--watch")]);
        await watch.ReadToAsync("waits: ");
    }

    /// <summary>A group of one member.</summary>
    public sealed class Member : IAsyncLifetime
    {
        internal LockMembers Group { get; private set; } = null!;

        public async Task InitializeAsync() => Group = await LockMembers.StartAsync(1, "10s");

        public Task DisposeAsync()
        {
            Group.Dispose();
            return Task.CompletedTask;
        }
    }
}
