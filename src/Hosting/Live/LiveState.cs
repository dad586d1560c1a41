using System.Globalization;
using System.Text.Json.Serialization;
using Coterie.Actors.Locks;

namespace Coterie.Hosting.Live;

/// <summary>What a viewer gets, as JSON. Times are in seconds.</summary>
/// <param name="At">When the members were asked.</param>
/// <param name="Age">How long ago that was.</param>
/// <param name="Watched">For how long before that the strips know everything.</param>
/// <param name="Problem">Why the latest look failed; then all else is of an earlier one.</param>
/// <param name="Majority">How many members must answer.</param>
/// <param name="HasMajority">Whether so many do. Otherwise locks may be missing.</param>
/// <param name="Members">The members of the group; null without a group.</param>
/// <param name="Locks">Its locks; null without a group.</param>
/// <param name="Variables">The variables of a memory; null without one.</param>
internal sealed record LiveState(
    DateTimeOffset At,
    double Age,
    double Watched,
    string? Problem,
    int? Majority,
    bool? HasMajority,
    IReadOnlyList<LiveMember>? Members,
    LiveList? Locks,
    LiveList? Variables)
{
    private const int MostSessions = 50;
    private const int MostClaims = 2_000;

    /// <summary>What somebody who asks a question sees of a frame.</summary>
    public static LiveState Of(LiveFrame frame, LiveQuery query, TimeSpan age) => new(
        frame.At,
        Seconds(age),
        Seconds(frame.Watched),
        frame.Problem,
        frame.Majority,
        frame.Members is null ? null : frame.Members.Count(member => member.Answers) >= frame.Majority,
        frame.Members is null ? null : [.. frame.Members.Select(Of)],
        frame.Locks is null ? null : Of(frame.Locks, frame.Moment, query),
        frame.Variables is null ? null : Of(frame.Variables, frame.Moment, query));

    private static LiveMember Of(MemberView member) => new(
        member.Address,
        member.Answers,
        member.Votes,
        [
            .. member.Sessions.Take(MostSessions)
                .Select(session => new LiveSession(session.Holder, Seconds(session.Age), Seconds(session.SinceBeat))),
        ],
        member.MoreSessions + Math.Max(0, member.Sessions.Count - MostSessions));

    private static LiveList Of(LiveBoard board, TimeSpan moment, LiveQuery query)
    {
        var matching = query.Search.Length == 0 ? board.Names : [.. board.Names.Where(name => name.Contains(query.Search))];
        var shown = matching.Take(query.Most).ToList();
        var mostClaims = Math.Clamp(MostClaims / Math.Max(1, shown.Count), 20, 200);
        return new LiveList(
            board.Held,
            board.WaitedFor,
            board.Waiting,
            matching.Count,
            [.. shown.Select(name => Of(name, board.StripOf(name.Name), moment, mostClaims))],
            matching.Count - shown.Count);
    }

    private static LiveRow Of(LiveName name, IReadOnlyList<StripRun>? strip, TimeSpan moment, int mostClaims) => new(
        name.Name,
        name.Token?.ToString(CultureInfo.InvariantCulture),
        name.Value,
        [.. name.Holders.Take(mostClaims).Select(Of)],
        Math.Max(0, name.Holders.Count - mostClaims),
        [.. name.Waiting.Take(mostClaims).Select(Of)],
        name.MoreWaiting + Math.Max(0, name.Waiting.Count - mostClaims),
        name.FreeFor is { } free ? Seconds(free) : null,
        name.LastHolder,
        strip is null ? null : Of(strip, moment));

    private static LiveClaimState Of(LiveClaim claim) => new(
        claim.Who,
        claim.Purpose,
        claim.IsShared,
        Seconds(claim.Since),
        claim.TimeLeft is { } left ? Seconds(left) : null,
        claim.Votes,
        claim.Missing.Count == 0
            ? null
            :
            [
                .. claim.Missing.GroupBy(vote => vote.Why, vote => vote.Member)
                    .Select(members => new LiveMissing(members.Key, [.. members])),
            ]);

    private static LiveStrip Of(IReadOnlyList<StripRun> strip, TimeSpan moment)
    {
        var holders = strip.Where(run => run.Key is not null).DistinctBy(run => run.Key).ToList();
        return new LiveStrip(
            [.. holders.Select(run => run.Holder!)],
            [.. strip.Select(run => (double[])[Seconds(moment - run.From), HolderOf(run), run.Waiting])]);

        int HolderOf(StripRun run) => run switch
        {
            { IsUnknown: true } => -2,
            { Key: null } => -1,
            _ => holders.FindIndex(first => first.Key == run.Key),
        };
    }

    private static double Seconds(TimeSpan time) => Math.Max(0, Math.Round(time.TotalSeconds, 2));
}

/// <summary>One member.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Answers">Whether it has answered.</param>
/// <param name="Votes">Whether it votes. One that answers and does not vote has lost its memory, and recovers.</param>
/// <param name="Sessions">The clients that it knows, the oldest first.</param>
/// <param name="MoreSessions">How many more it knows.</param>
internal sealed record LiveMember(
    string Address, bool Answers, bool Votes, IReadOnlyList<LiveSession> Sessions, int MoreSessions);

/// <summary>A client that a member knows.</summary>
/// <param name="Who">Who it is.</param>
/// <param name="Age">How long the member has known it.</param>
/// <param name="SinceBeat">How long ago its last beat came.</param>
internal sealed record LiveSession(string Who, double Age, double SinceBeat);

/// <summary>Locks or variables.</summary>
/// <param name="Held">How many are held, of all.</param>
/// <param name="WaitedFor">For how many somebody waits.</param>
/// <param name="Waiting">How many wait, for all together.</param>
/// <param name="Matching">How many are what the viewer searches, with those that have become free within the last minute.</param>
/// <param name="Rows">Of those the busiest.</param>
/// <param name="MoreRows">How many of those are left out.</param>
internal sealed record LiveList(
    int Held, int WaitedFor, int Waiting, int Matching, IReadOnlyList<LiveRow> Rows, int MoreRows);

/// <summary>A lock, or a variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Token">The token of its holder, as text: a script's numbers are too short for it.</param>
/// <param name="Value">The value of a variable, in short and as text, if it has one.</param>
/// <param name="Holders">Those that hold it.</param>
/// <param name="MoreHolders">How many more hold it.</param>
/// <param name="Waiting">Those that wait, in the order of the queue.</param>
/// <param name="MoreWaiting">How many more wait.</param>
/// <param name="FreeFor">For how long it has been free, if it is and was not within the last minute.</param>
/// <param name="LastHolder">Who held it last, then.</param>
/// <param name="Strip">Its last minute; null if nothing happened, or if too many names have one.</param>
internal sealed record LiveRow(
    string Name,
    string? Token,
    string? Value,
    IReadOnlyList<LiveClaimState> Holders,
    int MoreHolders,
    IReadOnlyList<LiveClaimState> Waiting,
    int MoreWaiting,
    double? FreeFor,
    string? LastHolder,
    LiveStrip? Strip);

/// <summary>Somebody who holds a lock, or waits for it.</summary>
/// <param name="Who">Who it is.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Shared">Whether others may share it.</param>
/// <param name="Seconds">For how long it holds it or waits.</param>
/// <param name="SecondsLeft">How long it keeps it at most, if it is not heard of again; null if for ever.</param>
/// <param name="Votes">How many votes it has.</param>
/// <param name="Missing">The votes that it waits for.</param>
internal sealed record LiveClaimState(
    string Who,
    string? Purpose,
    bool Shared,
    double Seconds,
    double? SecondsLeft,
    int? Votes,
    IReadOnlyList<LiveMissing>? Missing);

/// <summary>Votes that are missing for one reason.</summary>
/// <param name="Why">Who has them, or why nobody has.</param>
/// <param name="Members">The members whose votes they are.</param>
internal sealed record LiveMissing(string Why, IReadOnlyList<string> Members);

/// <summary>A last minute.</summary>
/// <param name="Holders">Those that held it.</param>
/// <param name="Runs">
/// Its parts, each up to the next one: how many seconds ago it began; who held it, as an index, or -1 for nobody, or -2 if nobody
/// looked; and how many waited.
/// </param>
internal sealed record LiveStrip(IReadOnlyList<string> Holders, IReadOnlyList<double[]> Runs);

/// <summary>Writes <see cref="LiveState"/>.</summary>
[JsonSerializable(typeof(LiveState))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LiveJson : JsonSerializerContext;
