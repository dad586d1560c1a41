using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;

namespace Coterie.Coordination;

/// <summary>The keys of a lease that say what its group is.</summary>
/// <param name="Members">Their addresses.</param>
/// <param name="Listen">Where the second actor system listens; null if there is none.</param>
/// <param name="Node">Settings of the second actor system.</param>
/// <param name="IsNew">Whether this is the very first start.</param>
/// <param name="Holder">Who this process is; empty to leave it open.</param>
/// <param name="Lease">How long a lease stays taken after a crash.</param>
internal sealed record GroupKeys(
    IReadOnlyList<string> Members, HostPort? Listen, Config Node, bool IsNew, string Holder, TimeSpan Lease)
{
    private const string ListKey = "members";
    private const string ListenKey = "listen";
    private const string NodeKey = "node";
    private const string NewKey = "is-new";
    private const string HolderKey = "holder";
    private const string TimeoutKey = "heartbeat-timeout";
    private const string IntervalKey = "heartbeat-interval";

    private static readonly Config Defaults = CoterieLease.DefaultConfig.GetConfig(CoterieLease.ConfigPath);
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);

    /// <summary>Reads the keys.</summary>
    /// <param name="lease">The keys of the lease, perhaps above those that all leases of Akka inherit.</param>
    /// <param name="inherited">The keys that all leases inherit; null for none.</param>
    /// <exception cref="SettingsException">At least one key breaks its rule; all of them are named.</exception>
    public static GroupKeys Read(Config lease, Config? inherited)
    {
        var errors = new List<string>();
        var (given, all) = (new GivenKeys(lease, inherited), lease.WithFallback(Defaults));
        var members = MembersOf(all.GetValue(ListKey));
        if (members.Count is 0 or > 9)
        {
            errors.Add(Rule(ListKey, "the addresses of the 1 to 9 members that vote", string.Join(", ", members))
                + (members.Count == 0 ? " An application that has a group gives it by CoterieLeaseSetup." : ""));
        }
        errors.AddRange(members.Where(member => HostPort.TryParse(member) is null)
            .Select(member => Rule(ListKey, $"each {HostPort.Rule}", member)));
        var listen = all.GetString(ListenKey) ?? "";
        var end = listen.Length == 0 ? null : HostPort.TryParse(listen);
        if (listen.Length > 0 && end is null)
            errors.Add(Rule(ListenKey, $"empty, or {HostPort.Rule}", listen));
        var node = all.GetConfig(NodeKey) ?? Config.Empty;
        if (listen.Length == 0 && !node.IsEmpty)
            errors.Add(Rule(NodeKey, "left out without listen, because there is no second actor system", "set"));
        var holder = all.GetString(HolderKey) ?? "";
        if (holder.Length > CoterieOptions.LongestText)
            errors.Add(Rule(HolderKey, $"at most {CoterieOptions.LongestText} characters", $"{holder.Length} characters"));
        var isNew = Read(all, NewKey, "on or off", config => config.GetBoolean(NewKey), errors);
        var duration = Read(given.Config(TimeoutKey) ?? Defaults, TimeoutKey, "a duration", TimeoutOf, errors);
        if (duration is { } timeout && (timeout < CoterieOptions.ShortestLease || timeout > LongestLease))
            errors.Add(Rule(TimeoutKey, "from 1 s to 1 h", Seconds(timeout)));
        else if (duration is { } right)
            CheckInterval(given, right, errors);
        ThrowIfAny(errors);
        return new GroupKeys(members, end, node, isNew!.Value, holder, duration!.Value);
    }

    /// <summary>Refuses all keys about a group, because the application has given one.</summary>
    /// <exception cref="SettingsException">At least one is set; all of them are named.</exception>
    public static void Refuse(Config lease, Config? inherited)
    {
        var given = new GivenKeys(lease, inherited);
        var errors = new List<string>();
        foreach (var key in new[] { ListKey, ListenKey, NewKey, HolderKey, TimeoutKey, IntervalKey })
        {
            if (given.Text(key) is { } text)
                errors.Add(Rule(key, "left out, because the application gives the group (CoterieLeaseSetup)", text));
        }
        if (lease.GetConfig(NodeKey) is { IsEmpty: false })
            errors.Add(Rule(NodeKey, "left out, because the application gives the group (CoterieLeaseSetup)", "set"));
        ThrowIfAny(errors);
    }

    /// <summary>Whether the keys tell of members at all.</summary>
    public static bool HasMembers(Config lease) => MembersOf(lease.GetValue(ListKey)).Count > 0;

    /// <summary>The sentence about a key that breaks its rule.</summary>
    public static string Rule(string key, string rule, string was) =>
        $"{CoterieLease.ConfigPath}.{key} must be {rule}, was [{was}].";

    /// <summary>Whether both are of the same group.</summary>
    public bool Equals(GroupKeys? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>All of it, for people.</summary>
    public override string ToString() =>
        $"members {string.Join(", ", Members)}; listen {Listen}; node {(Node.IsEmpty ? "" : Node.ToString())}; is-new {IsNew}; "
        + $"holder {Holder}; heartbeat-timeout {Seconds(Lease)}";

    private static void CheckInterval(GivenKeys given, TimeSpan timeout, List<string> errors)
    {
        var interval = given.Text(IntervalKey) is not { Length: > 0 }
            ? TimeSpan.Zero
            : Read(given.Config(IntervalKey)!, IntervalKey, "a duration", config => config.GetTimeSpan(IntervalKey), errors);
        if (interval is { } set && set != TimeSpan.Zero && (set - (timeout / 3)).Duration() > TimeSpan.FromMilliseconds(1))
        {
            errors.Add(Rule(
                IntervalKey,
                $"left out, or a third of heartbeat-timeout ({Seconds(timeout / 3)}), as the protocol has it",
                Seconds(set)));
        }
    }

    private static T? Read<T>(Config config, string key, string rule, Func<Config, T> read, List<string> errors)
        where T : struct
    {
        try
        {
            return read(config);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or NotSupportedException)
        {
            errors.Add(Rule(key, rule, config.GetString(key) ?? ""));
            return null;
        }
    }

    private static TimeSpan TimeoutOf(Config config) => config.GetTimeSpan(TimeoutKey, allowInfinite: false);

    private static IReadOnlyList<string> MembersOf(HoconValue? value) =>
    [
        .. (value switch
        {
            null => [],
            { } list when list.IsArray() => list.GetStringList(),
            { } text => text.GetString()?.Split(',') ?? [],
        }).Select(member => member.Trim()).Where(member => member.Length > 0),
    ];

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static void ThrowIfAny(List<string> errors)
    {
        if (errors.Count > 0)
            throw new SettingsException(string.Join(Environment.NewLine, errors));
    }

    // Akka has merged what was set with our defaults and with what all leases inherit. A value that comes from these has the same
    // objects in it as there.
    private sealed class GivenKeys(Config lease, Config? inherited)
    {
        public Config? Config(string key) => Find(key) is null ? null : lease;

        public string? Text(string key) => Find(key) switch
        {
            null => null,
            { } list when list.IsArray() => list.GetStringList() is { Count: > 0 } items ? string.Join(", ", items) : null,
            { } value => value.GetString() is { Length: > 0 } text ? text : null,
        };

        private HoconValue? Find(string key) =>
            lease.GetValue(key) is { } value && !IsFrom(Defaults, key, value) && !IsFrom(inherited, key, value) ? value : null;

        private static bool IsFrom(Config? source, string key, HoconValue value) =>
            source?.GetValue(key) is { } there && there.Values.SequenceEqual(value.Values, ReferenceEqualityComparer.Instance);
    }
}
