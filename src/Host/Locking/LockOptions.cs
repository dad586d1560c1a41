using System.CommandLine;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.Locking;

/// <summary>Options and arguments of the commands that use locks.</summary>
internal static class LockOptions
{
    private const string MembersRule =
        "1 to 9 different addresses HOST:PORT with commas between them, such as 10.0.0.1:4053,10.0.0.2:4053,10.0.0.3:4053";

    private const string LeaseRule = "a duration from 1s to 1h, such as 10s";

    public static TextArgument Name { get; } = new("NAME", "Which lock", "1 to 512 characters");

    public static Option<string?> At { get; } = Options.Text(
        "--at", "MEMBERS", "The members of the group, as coterie serve --members has them [default: 127.0.0.1:4053]");

    public static Option<string?> Lease { get; } = Options.Text(
        "--lease",
        "DURATION",
        "How long a lock is certain after the members were heard of; all members and clients need the same [default: 10s]");

    public static Option<string[]> ConfigFile { get; } = Options.Config();

    /// <exception cref="UsageException">It breaks the rule for names.</exception>
    public static string NameOf(string name) => name.Length is >= 1 and <= QuorumTerms.LongestName
        ? name
        : throw UsageException.Of(Name.Name, Name.Rule, name.Length == 0 ? name : $"{name.Length} characters");

    /// <summary>Reads a list of members.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static IReadOnlyList<string> Members(Option<string?> option, string text)
    {
        var members = text.Split(',');
        var parsed = members.Select(member => HostPort.TryParse(member)).ToList();
        return members.Length <= QuorumTerms.MostVoters && parsed.TrueForAll(member => member is { Port: > 0 })
            && parsed.Distinct().Count() == members.Length
            ? [.. parsed.Select(member => member!.ToString())]
            : throw UsageException.Of(option.Name, MembersRule, text);
    }

    /// <summary>The lease.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan LeaseOf(ParseResult parsed)
    {
        if (parsed.GetValue(Lease) is not { } text)
            return QuorumTerms.DefaultLease;
        return Durations.TryParseAboveZero(text) is { } lease && lease >= CoterieOptions.ShortestLease
            ? lease
            : throw UsageException.Of(Lease.Name, Durations.Explain(LeaseRule, text), text);
    }

    /// <summary>A client of the group that the options name.</summary>
    public static Task<CoterieNode> ClientAsync(ParseResult parsed, string? holder, CancellationToken cancellation) =>
        ClientAsync(parsed, Members(At, parsed.GetValue(At) ?? "127.0.0.1:4053"), ConfigFile, holder, cancellation);

    /// <summary>A client of a group.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="members">The members.</param>
    /// <param name="configFile">The option that names configuration files.</param>
    /// <param name="holder">Who it is, for people; null: this process.</param>
    /// <param name="cancellation">Ends the search for the addresses of names.</param>
    public static async Task<CoterieNode> ClientAsync(
        ParseResult parsed,
        IReadOnlyList<string> members,
        Option<string[]> configFile,
        string? holder,
        CancellationToken cancellation)
    {
        var options = new CoterieOptions
        {
            Members = members,
            Lease = LeaseOf(parsed),
            Config = ConfigurationFiles.Load(parsed, configFile, cancellation),
            Holder = holder,
            KeepsVotes = false, // a command locks only once
            LogsRefusals = false, // it ends with them
        };
        return await CoterieNode.StartAsync(options, cancellation);
    }
}
