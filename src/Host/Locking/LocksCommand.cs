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
            var states = await Task.WhenAll(
                Enumerable.Range(0, node.Members.Count).Select(member => node.InspectAsync(member, name, limit, cancellation)));
            var rows = LockTable.Of(states, node.Group.Terms.Majority);
            foreach (var line in parsed.GetValue(Json) ? [JsonOf(node, states, rows)] : Lines(node, states, rows))
                Console.Out.WriteLine(line);
            if (!parsed.GetValue(Watch) || StandardStreams.HasNoReader)
            {
                var hasMajority = states.Count(state => state is not null) >= node.Group.Terms.Majority;
                return (int)(hasMajority ? ExitCode.Good : ExitCode.Failed);
            }
            await Task.Delay(Second, cancellation);
        }
    }

    private static IEnumerable<string> Lines(CoterieNode node, VoterState?[] states, IReadOnlyList<LockRow> rows)
    {
        if (rows.Count == 0)
            yield return "No lock is held or waited for.";
        foreach (var row in rows)
        {
            yield return row.Token is { } token
                ? string.Create(CultureInfo.InvariantCulture, $"{Printable.Escape(row.Name, 512)}  token {token}")
                : $"{Printable.Escape(row.Name, 512)}  nobody has a majority";
            foreach (var claim in row.Claims)
                yield return $"  {Line(node, states, row, claim)}";
            if (row.More > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"  and {row.More} more that wait");
        }
        for (var member = 0; member < states.Length; member++)
        {
            if (states[member] is null)
                yield return $"{node.Members[member]} does not answer.";
            else if (!states[member]!.IsVoting)
                yield return $"{node.Members[member]} has lost its memory and does not vote yet.";
        }
    }

    private static string Line(CoterieNode node, VoterState?[] states, LockRow row, LockClaim claim)
    {
        var shared = claim.Mode == VoteMode.Shared ? ", shared" : "";
        var purpose = claim.Purpose is null ? "" : $", {Printable.Escape(claim.Purpose, 60)}";
        var who = $"{Printable.Escape(claim.Holder, 80)}{purpose}{shared}";
        if (claim.IsInside)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"held by {who}: for {claim.Since.TotalSeconds:0.0} s, {claim.TimeLeft.TotalSeconds:0.0} s left");
        var missing = Missing(states, row, claim)
            .GroupBy(vote => Printable.Escape(vote.Why, 80), vote => node.Members[vote.Member])
            .Select(members => $"{string.Join(", ", members)} ({members.Key})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"waits: {who}: for {claim.Since.TotalSeconds:0.0} s; votes missing: {string.Join(", ", missing)}");
    }

    // The votes that a claim has not, and who has them, or why nobody has.
    private static IEnumerable<(int Member, string Why)> Missing(VoterState?[] states, LockRow row, LockClaim claim) =>
        Enumerable.Range(0, states.Length).Except(claim.Votes).Select(member => (member, states[member] switch
        {
            null => "no answer",
            { IsVoting: false } => "does not vote yet",
            _ => row.Claims.FirstOrDefault(other => other.Votes.Contains(member))?.Holder ?? "on its way",
        }));

    private static string JsonOf(CoterieNode node, VoterState?[] states, IReadOnlyList<LockRow> rows) => JsonSerializer.Serialize(
        new
        {
            members = node.Members.Select((member, index) => new
            {
                address = member,
                answers = states[index] is not null,
                votes = states[index]?.IsVoting ?? false,
            }),
            locks = rows.Select(row => new
            {
                name = row.Name,
                token = row.Token,
                more = row.More,
                claims = row.Claims.Select(claim => new
                {
                    holder = claim.Holder,
                    purpose = claim.Purpose,
                    shared = claim.Mode == VoteMode.Shared,
                    holds = claim.IsInside,
                    seconds = Math.Round(claim.Since.TotalSeconds, 3),
                    secondsLeft = Math.Round(claim.TimeLeft.TotalSeconds, 3),
                    votes = claim.Votes.Select(member => node.Members[member]),
                    missing = claim.IsInside
                        ? []
                        : Missing(states, row, claim).Select(vote => new { address = node.Members[vote.Member], why = vote.Why }),
                }),
            }),
        },
        Plain);
}
