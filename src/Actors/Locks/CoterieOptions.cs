using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Akka.Actor.Setup;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Encryption;
using Coterie.Actors.Nodes;
using Coterie.Actors.Text;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>The options of a <see cref="CoterieNode"/>. They are all checked together when it starts.</summary>
public sealed record CoterieOptions
{
    /// <summary>The longest <see cref="Holder"/>, and the longest purpose of a lock, in characters.</summary>
    public const int LongestText = 200;

    /// <summary>The shortest <see cref="Lease"/>.</summary>
    public static TimeSpan ShortestLease { get; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Where this process listens, as the others reach it: <c>10.0.0.1:4053</c>. A process that is in <see cref="Members"/> must
    /// say so. Default null: any free port of the address from which this machine reaches the first member; without members, no
    /// port at all.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>
    /// The members that vote: 1 to 9, the same list, in any order, in every process. Whoever listens at one of these addresses
    /// hosts a voter; any other process is a client. An odd number is best. Default empty: this process is the only member.
    /// </summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>
    /// How long a lock is certain after the members were last heard of, and how long, at most and a tenth more, the lock of a
    /// process that has crashed stays taken. The same in every process. From 1 s to 1 h; default 10 s.
    /// </summary>
    public TimeSpan Lease { get; init; } = QuorumTerms.DefaultLease;

    /// <summary>
    /// Whether this is the very first start of the group: then members vote at once. Otherwise a member that starts first waits
    /// for a lease and a tenth, and then asks the others for what it has forgotten. Never say so when members may have been
    /// running within the last lease. Default false; a group within one process is always new.
    /// </summary>
    public bool IsNew { get; init; }

    /// <summary>
    /// Where a member stores the values of variables and the largest token, so that it comes back with them after a crash: a
    /// folder on a disk of this machine, for this member alone. Then it does not ask the others when it starts again, and any
    /// number of members may be restarted at once. It is made if it is not there. Once a member has a folder, start it always
    /// with that folder, and never with an old copy of it. Default null: a member that is restarted has forgotten everything.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Whether the votes of a lock are kept after it was given back, until somebody else asks or for about a lease: to lock it
    /// again then costs no message. Default true.
    /// </summary>
    public bool KeepsVotes { get; init; } = true;

    /// <summary>
    /// Who this process is, for people: shown by <c>coterie locks</c>. At most <see cref="LongestText"/> characters. Default: its
    /// name, number and host.
    /// </summary>
    public string? Holder { get; init; }

    /// <summary>The clocks. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Makes the meter of the node. Default null: one meter for all nodes of the process, as fits an application without
    /// dependency injection.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>
    /// Whether the name of a lock or variable is a tag of its measurements and spans. Default false: an application with a name
    /// for each order would make a series for each.
    /// </summary>
    public bool TagsLockNames { get; init; }

    /// <summary>
    /// Encryption, of all members and clients or of none. Default null: that of <see cref="Config"/>, which has none unless it
    /// says so (<c>coterie.node.tls</c>).
    /// </summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The configuration of the node that is started. Default: that of this library.</summary>
    public Config? Config { get; init; }

    /// <summary>
    /// What else the actor system that is started is set up with, beside <see cref="Config"/>, such as a logger. Default null:
    /// nothing.
    /// </summary>
    public ActorSystemSetup? Setup { get; init; }

    /// <summary>How long one try, with a time of zero, waits at most for those that do not answer.</summary>
    internal TimeSpan LongestTry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the log tells of a connection that one side refuses. Off if <see cref="CoterieNode.WhenRefused"/> is watched
    /// instead.
    /// </summary>
    internal bool LogsRefusals { get; init; } = true;

    /// <summary>
    /// What is wrong with the options, a sentence each, without looking up names; only the files of <see cref="Tls"/> are opened.
    /// </summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        if (Listen is not null)
            Parse(nameof(Listen), Listen, errors);
        if (Members is null)
            errors.Add($"{nameof(Members)} must be a list, was [].");
        else
            CheckMembers(Members, errors);
        if (Lease < ShortestLease || Lease > Durations.Longest)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture, $"{nameof(Lease)} must be from 1 s to 1 h, was [{Lease.TotalSeconds:0.###} s]."));
        }
        if (DataFolder is { } folder && (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal)))
            errors.Add($"{nameof(DataFolder)} must be the path of a folder, was [{Printable.Escape(DataFolder, 100)}].");
        if (Holder is { Length: > LongestText })
            errors.Add($"{nameof(Holder)} must have at most {LongestText} characters, was [{Holder.Length} characters].");
        if (Clock is null)
            errors.Add($"{nameof(Clock)} must be set, was [].");
        errors.AddRange(Tls?.Errors(option => $"{nameof(Tls)}.{option}") ?? []);
        return errors;
    }

    /// <summary>Checks everything, and finds out what the group is.</summary>
    /// <exception cref="SettingsException">At least one option breaks its rule; all of them are named.</exception>
    /// <exception cref="NodeException">A name has no address.</exception>
    internal async Task<CheckedOptions> CheckAsync(CancellationToken cancellation)
    {
        ThrowIfAny(Errors());
        var ends = new List<IPEndPoint>();
        foreach (var member in Members)
            ends.Add(await HostPort.TryParse(member)!.ResolveAsync(cancellation).ConfigureAwait(false));
        ThrowIfAny([.. Twice(ends)]); // two names may have one address
        var own = Listen is null ? null : await HostPort.TryParse(Listen)!.ResolveAsync(cancellation).ConfigureAwait(false);
        return new CheckedOptions(this, own, [.. ends.OrderBy(end => end.ToString(), StringComparer.Ordinal)]);
    }

    private static void CheckMembers(IReadOnlyList<string> members, List<string> errors)
    {
        var places = members.Select((member, index) => Parse($"{nameof(Members)}[{index}]", member, errors)).ToList();
        if (members.Count > QuorumTerms.MostVoters)
            errors.Add($"{nameof(Members)} must be at most {QuorumTerms.MostVoters}, was [{members.Count}].");
        errors.AddRange(Twice(places.OfType<HostPort>()));
        for (var i = 0; i < places.Count; i++)
        {
            if (places[i]?.Port == 0)
                errors.Add($"{nameof(Members)}[{i}] must have a port above 0, was [{members[i]}].");
        }
    }

    private static IEnumerable<string> Twice<TPlace>(IEnumerable<TPlace> places) =>
        places.GroupBy(place => place).Where(group => group.Count() > 1)
            .Select(group => $"{nameof(Members)} must be different addresses, was [{group.Key}] {group.Count()} times.");

    private static HostPort? Parse(string option, string? text, List<string> errors)
    {
        if (text is not null && HostPort.TryParse(text) is { } parsed)
            return parsed;
        errors.Add($"{option} must be {HostPort.Rule}, was [{text}].");
        return null;
    }

    private static void ThrowIfAny(IReadOnlyList<string> errors)
    {
        if (errors.Count > 0)
            throw new SettingsException(string.Join(Environment.NewLine, errors));
    }
}

/// <summary>Options that keep their rules.</summary>
/// <param name="Options">As given.</param>
/// <param name="Listen">Where to listen; null if that is left open.</param>
/// <param name="Members">The members in their order; empty if this process is the only one.</param>
internal sealed record CheckedOptions(CoterieOptions Options, IPEndPoint? Listen, IReadOnlyList<IPEndPoint> Members)
{
    /// <summary>Whether the group is within this process, and nobody else can reach it.</summary>
    public bool IsWithinProcess => Members.Count == 0 && Listen is null;

    /// <summary>What the group agrees on, once the members are known.</summary>
    public QuorumTerms Terms(IReadOnlyList<string> members)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{string.Join(", ", members)}, with a lease of {Options.Lease.TotalSeconds:0.###} s");
        return new QuorumTerms(members.Count)
        {
            Lease = Options.Lease,
            MostEntries = Options.KeepsVotes ? 1_000_000 : 1,
            Group = IsWithinProcess ? 0 : BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            GroupText = text,
        };
    }
}
