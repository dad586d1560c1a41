namespace Coterie.Protocols.Quorum;

/// <summary>What all voters and clients of a group must agree on, and how long they wait.</summary>
/// <param name="Voters">n, the number of voters, from 1 to <see cref="MostVoters"/>. They are the processes 1 to n.</param>
public sealed record QuorumTerms(int Voters)
{
    /// <summary>The most voters of a group.</summary>
    public const int MostVoters = 9;

    /// <summary>The longest name of a lock, in characters.</summary>
    public const int LongestName = 512;

    /// <summary>The default of <see cref="Lease"/>.</summary>
    public static TimeSpan DefaultLease { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// D: how long a vote counts after the beat that was heard last was sent (rule 2). Above zero; default 10 s.
    /// </summary>
    public TimeSpan Lease { get; init; } = DefaultLease;

    /// <summary>
    /// How much longer than <see cref="Lease"/> a voter keeps a session, as a share of it (rule 3): it covers twice the
    /// difference of the clocks' rates. Default 0.1.
    /// </summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>How long what has no answer is left before it is sent again. Above zero; default a third of the lease.</summary>
    public TimeSpan? ResendInterval { get; init; }

    /// <summary>
    /// How many entries a client may make under the same votes (rule 22), from 1 (it keeps none) to 1,000,000, the default.
    /// </summary>
    public int MostEntries { get; init; } = 1_000_000;

    /// <summary>
    /// Names the group: members with another number refuse each other. Default 0, for a group that cannot be mistaken.
    /// </summary>
    public long Group { get; init; }

    /// <summary>
    /// The group in words, for the sentence of a refusal: the list of its members, and its lease. Default empty.
    /// </summary>
    public string GroupText { get; init; } = "";

    /// <summary>m: how many voters are a majority.</summary>
    public int Majority => (Voters / 2) + 1;

    /// <summary>
    /// How many of the other voters a voter needs to learn what it has forgotten: a majority of them (rule 12).
    /// </summary>
    public int MajorityOfOthers => Voters == 1 ? 0 : ((Voters - 1) / 2) + 1;

    /// <summary>How long after one beat a client sends the next: a third of the lease (rule 1).</summary>
    public TimeSpan BeatInterval => Lease / 3;

    /// <summary>How long after the latest beat a voter ends a session (rule 3).</summary>
    public TimeSpan SessionLength => Lease * (1 + Margin);

    /// <summary><see cref="ResendInterval"/>, or its default.</summary>
    internal TimeSpan Resend => ResendInterval ?? BeatInterval;
}
