using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Coterie.Actors.Locks;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.Locking;

/// <summary><c>coterie locks</c>: who holds locks, and who waits.</summary>
internal static class LocksCommand
{
    private const string Examples = """
        Examples:
          coterie locks --at 10.0.0.1,10.0.0.2,10.0.0.3           all locks that are held or waited for
          coterie locks backup --at 10.0.0.1 --watch              one of them, again every second until Ctrl-C

        A time counts from the request, so that of a holder has its waiting in it. A holder that is not heard of again keeps
        its votes for the time that is left. A token is that of the first entry under the same votes; a process that enters
        again without asking adds one for each.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    a majority of the members has answered
          1    wrong usage
          3    too few members have answered; what they know is shown
          130  stopped by Ctrl-C
        """;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "Only this lock [default: all]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints one JSON object" };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Prints it again every second until Ctrl-C" };

    private static readonly Option<string?> Limit = Options.Timeout("How long to wait for each member", 2);

    public static Command Create()
    {
        var command = new Command("locks", "Shows who holds the locks of a group of members, and who waits.")
        {
            Name, LockOptions.At, LockOptions.Lease, Limit, Json, Watch, LockOptions.ConfigFile, Options.Verbose,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetValue(Name) is { } text ? LockOptions.NameOf(text) : null;
        var limit = Options.TimeoutOf(parsed, Limit, 2);
        await using var node = await LockOptions.ClientAsync(parsed, "coterie locks", cancellation);
        while (true)
        {
            var view = await node.LookAsync(name, limit, cancellation);
            foreach (var line in parsed.GetValue(Json) ? [JsonOf(view)] : Lines(view, node.CheckHealth()))
                Console.Out.WriteLine(line);
            if (!parsed.GetValue(Watch) || StandardStreams.HasNoReader)
                return (int)(view.HasMajority ? ExitCode.Good : ExitCode.Failed);
            await Task.Delay(Second, cancellation);
        }
    }

    private static IEnumerable<string> Lines(GroupView view, GroupHealth health)
    {
        if (view.Locks.Count == 0)
            yield return "No lock is held or waited for.";
        foreach (var held in view.Locks)
        {
            yield return held.Token is { } token
                ? string.Create(CultureInfo.InvariantCulture, $"{Printable.Escape(held.Name, 512)}  token {token}")
                : $"{Printable.Escape(held.Name, 512)}  nobody has a majority";
            foreach (var claim in held.Claims)
                yield return $"  {Line(claim)}";
            if (held.More > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"  and {held.More} more that wait");
        }
        foreach (var member in view.Members)
        {
            if (!member.Answers)
                yield return Refusal(health, member.Address) ?? $"{member.Address} does not answer.";
            else if (!member.Votes)
                yield return $"{member.Address} has lost its memory and does not vote yet.";
        }
    }

    private static string? Refusal(GroupHealth health, string address) =>
        health.Members.FirstOrDefault(member => member.Address == address)?.Refusal;

    private static string Line(ClaimView claim)
    {
        var shared = claim.Mode == VoteMode.Shared ? ", shared" : "";
        var purpose = claim.Purpose is null ? "" : $", {Printable.Escape(claim.Purpose, 60)}";
        var who = $"{Printable.Escape(claim.Holder, 80)}{purpose}{shared}";
        if (claim.IsInside)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"held by {who}: for {claim.Since.TotalSeconds:0.0} s, {claim.TimeLeft.TotalSeconds:0.0} s left");
        var missing = claim.Missing.GroupBy(vote => Printable.Escape(vote.Why, 80), vote => vote.Member)
            .Select(members => $"{string.Join(", ", members)} ({members.Key})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"waits: {who}: for {claim.Since.TotalSeconds:0.0} s; votes missing: {string.Join(", ", missing)}");
    }

    private static string JsonOf(GroupView view) => JsonSerializer.Serialize(
        new
        {
            members = view.Members.Select(member => new
            {
                address = member.Address,
                answers = member.Answers,
                votes = member.Votes,
            }),
            locks = view.Locks.Select(held => new
            {
                name = held.Name,
                token = held.Token,
                more = held.More,
                claims = held.Claims.Select(claim => new
                {
                    holder = claim.Holder,
                    purpose = claim.Purpose,
                    shared = claim.Mode == VoteMode.Shared,
                    holds = claim.IsInside,
                    seconds = Math.Round(claim.Since.TotalSeconds, 3),
                    secondsLeft = Math.Round(claim.TimeLeft.TotalSeconds, 3),
                    votes = claim.Votes,
                    missing = claim.Missing.Select(vote => new { address = vote.Member, why = vote.Why }),
                }),
            }),
        },
        Plain);
}
