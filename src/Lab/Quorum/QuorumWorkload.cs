using System.Globalization;
using System.Text.RegularExpressions;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>
/// Who takes part in a run of the quorum protocol: the first processes are voters, the next ones are clients that share the lock,
/// and those after them are clients that hold it alone.
/// </summary>
/// <param name="Voters">How many voters; from 1 to <see cref="QuorumTerms.MostVoters"/>.</param>
/// <param name="Readers">How many clients share the lock; from 0.</param>
/// <param name="Writers">How many clients hold it alone; from 0.</param>
public sealed partial record QuorumWorkload(int Voters, int Readers, int Writers)
{
    private const string Copies = ", copies";
    private const string NothingLate = ", nothing late";
    private const string LateStores = ", late stores";
    private const string LateAnswers = ", late answers";
    private const string Durable = ", durable voters";

    /// <summary>The usual number of voters.</summary>
    public const int UsualVoters = 3;

    /// <summary>The usual <see cref="Lease"/>.</summary>
    public static TimeSpan UsualLease { get; } = TimeSpan.FromSeconds(2);

    /// <summary>See <see cref="QuorumTerms.Lease"/>; whole milliseconds, default 2 s.</summary>
    public TimeSpan Lease { get; init; } = UsualLease;

    /// <summary>
    /// Whether every read of a variable keeps a copy if it can (rule 23). Default no: then every second read does.
    /// </summary>
    public bool KeepsCopies { get; init; }

    /// <summary>
    /// How many beats, in a whole exploration, do not reach every voter, so that votes stop counting; from 0, default 1.
    /// </summary>
    public int Lapses { get; init; } = 1;

    /// <summary>
    /// Which messages may arrive late in an exploration, besides beats. The others arrive in the step in which they are sent, or
    /// are lost. Default <see cref="Lateness.Requests"/>.
    /// </summary>
    public Lateness Late { get; init; } = Lateness.Requests;

    /// <summary>
    /// How many of those that share watch the variable, too, if it is one; from 0, the default. They are the first of them.
    /// </summary>
    public int Watchers { get; init; }

    /// <summary>
    /// Whether the voters are durable: what they stored survives a crash, and nothing else. Default no: they forget everything.
    /// </summary>
    public bool IsDurable { get; init; }

    /// <summary>How many processes there are in all.</summary>
    public int Processes => Voters + Readers + Writers;

    /// <summary>The usual workload of so many clients: all of them hold the lock alone.</summary>
    public static QuorumWorkload Of(int clients) => new(UsualVoters, 0, clients);

    /// <summary>The same with another number of processes in all: fewer or more writers, then readers, then voters.</summary>
    public QuorumWorkload Resized(int processes)
    {
        var voters = Math.Min(Voters, Math.Max(1, processes - 1));
        var readers = Math.Min(Readers, processes - voters);
        return this with
        {
            Voters = voters,
            Readers = readers,
            Writers = processes - voters - readers,
            Watchers = Math.Min(Watchers, readers),
        };
    }

    /// <summary>Whether a process is a voter.</summary>
    public bool IsVoter(ProcessId process) => process.Value <= Voters;

    /// <summary>Whether a process shares the lock.</summary>
    public bool IsReader(ProcessId process) => !IsVoter(process) && process.Value <= Voters + Readers;

    /// <summary>Whether a process watches.</summary>
    public bool IsWatcher(ProcessId process) => !IsVoter(process) && process.Value <= Voters + Watchers;

    /// <summary>What a process is: <c>Voter 2</c>, <c>Client 5</c>.</summary>
    public string Name(ProcessId process) => IsVoter(process) ? $"Voter {process}" : $"Client {process}";

    /// <summary>In words: <c>3 voters, 1 reader, 4 writers, lease 2000 ms, 1 lapse</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count(Voters, "voter")}, {Count(Readers, "reader")}, {Count(Writers, "writer")}, "
        + $"lease {(long)Lease.TotalMilliseconds} ms, {Count(Lapses, "lapse")}{Late switch
        {
            Lateness.Nothing => NothingLate,
            Lateness.Stores => LateStores,
            Lateness.All => LateAnswers,
            _ => "",
        }}{(KeepsCopies ? Copies : "")}{(IsDurable ? Durable : "")}{(Watchers == 0
            ? ""
            : $", {Count(Watchers, "watcher")}")}");

    /// <summary>Reads the words back; null if they are no words of it.</summary>
    public static QuorumWorkload? TryParse(string text) =>
        Text().Match(text) is { Success: true } match
        && Number(match, 1) is >= 1 and <= QuorumTerms.MostVoters and var voters
        && Number(match, 4) is > 0 and var lease
        && (match.Groups[9].Success ? Number(match, 9) : 0) is var watchers && watchers <= Number(match, 2)
            ? new QuorumWorkload(voters, Number(match, 2), Number(match, 3))
            {
                Lease = TimeSpan.FromMilliseconds(lease),
                Lapses = Number(match, 5),
                Late = match.Groups[6].Value switch
                {
                    NothingLate => Lateness.Nothing,
                    LateStores => Lateness.Stores,
                    LateAnswers => Lateness.All,
                    _ => Lateness.Requests,
                },
                KeepsCopies = match.Groups[7].Success,
                IsDurable = match.Groups[8].Success,
                Watchers = watchers,
            }
            : null;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    [GeneratedRegex(
        "^([0-9]) voters?, ([0-9]{1,5}) readers?, ([0-9]{1,5}) writers?, lease ([0-9]{1,9}) ms, ([0-9]{1,3}) lapses?"
        + $"({NothingLate}|{LateStores}|{LateAnswers})?({Copies})?({Durable})?(?:, ([0-9]{{1,5}}) watchers?)?$")]
    private static partial Regex Text();
}

/// <summary>Which messages may arrive late in an exploration of the quorum protocol.</summary>
public enum Lateness
{
    /// <summary>None: what is sent arrives in the same step, and so do the answers to it.</summary>
    Nothing,

    /// <summary>Those to voters that store or read a value; not those about votes.</summary>
    Stores,

    /// <summary>Those to voters.</summary>
    Requests,

    /// <summary>Those to voters, and their answers.</summary>
    All,
}
