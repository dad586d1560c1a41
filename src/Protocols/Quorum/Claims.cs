using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The claims of a client: those that are queued here behind others of the same name, those whose requests are at the voters, and
/// those that are inside. Of each name a claim that wants it alone goes before those that share it, and otherwise the one that
/// asked first. It enters by votes that are kept, or asks for new ones. A claim ends in one of four ways: it leaves, it leaves
/// while its last value is still being stored (rule 20), it is withdrawn, or it is lost.
/// </summary>
/// <remarks>
/// Invariants, with the numbers of <see cref="QuorumClient"/>:
/// (1) whoever is inside has the votes of m voters;
/// (2) of the claims of a name, either one is inside, or only such as share.
/// </remarks>
/// <param name="self">The client.</param>
/// <param name="session">Its session.</param>
/// <param name="names">The names of the client.</param>
/// <param name="requests">Its requests.</param>
/// <param name="kept">The votes that it keeps.</param>
internal sealed class Claims(
    ProcessId self, ClientSession session, ClaimedNames names, Requests requests, KeptVotes kept)
{
    private readonly Dictionary<long, Claim> _claims = [];

    /// <summary>How many there are.</summary>
    public int Count => _claims.Count;

    /// <summary>The smallest number of one of them; the largest number if there is none.</summary>
    public long Oldest
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (var number in _claims.Keys)
                oldest = Math.Min(oldest, number);
            return oldest;
        }
    }

    /// <summary>The claim with this number; null if there is none.</summary>
    public Claim? Find(long number) => _claims.GetValueOrDefault(number);

    /// <summary>The claim with this number, if it is inside; otherwise null.</summary>
    public Claim? FindInside(long number) =>
        _claims.TryGetValue(number, out var claim) && claim.IsInside ? claim : null;

    /// <summary>The claim with this number, if it is inside, and neither stores nor reads; otherwise null.</summary>
    public Claim? FindIdle(long number) => FindInside(number) is { Ballot.Value.Round: null } claim ? claim : null;

    /// <summary>The client's own client asks for a name.</summary>
    public void Begin(Acquire command, Outbox outbox)
    {
        var name = names.Get(command.Name);
        var claim = new Claim(new Timestamp(command.Claim, self), name, command.Mode, command.Purpose, command.TriesOnce)
        {
            Ticket = session.IsReady && name.Kept is not { Mode: VoteMode.Exclusive } ? session.NewTicket() : null,
        };
        name.Claims.Add(claim);
        _claims.Add(claim.Number, claim);
        outbox.Note(new Asked(claim.Stamp, name.Name, claim.Mode));
        Advance(name, outbox);
        TellIfQueued(claim, outbox);
    }

    /// <summary>A majority answers beats, for the first time: asks for all that have waited for that.</summary>
    public void AdvanceAll(Outbox outbox)
    {
        foreach (var name in names.All.ToList())
        {
            Advance(name, outbox);
            foreach (var claim in name.Claims)
                TellIfQueued(claim, outbox);
        }
    }

    /// <summary>The claim that waits for these votes is inside (rule 18).</summary>
    public static void Enter(Ballot ballot, Outbox outbox)
    {
        var claim = ballot.Claim!;
        claim.IsInside = true;
        if (ballot.Entries == 0)
            ballot.Value.Enter(ballot.Latest);
        var token = new FencingToken(ballot.Token, ballot.Entries);
        ballot.Entries++;
        outbox.Tell(new Entered(claim.Stamp, claim.Mode, token));
    }

    /// <summary>Others need the vote of a voter (rule 9): a claim that tries once wants to know if too many do.</summary>
    public static void OnBusy(Ballot ballot, int voter, Outbox outbox)
    {
        ballot[voter].IsBusy = true;
        if (ballot.Claim is { TriesOnce: true, IsInside: false, IsBehind: false } claim && ballot.IsBusy)
            TellBehind(claim, outbox);
    }

    /// <summary>
    /// A claim leaves. Its votes are kept, or serve the next one (rules 22 and 23). Otherwise they go back.
    /// </summary>
    /// <param name="claim">The claim.</param>
    /// <param name="keepsCopy">See <see cref="KeptVotes.TryKeep"/>.</param>
    /// <param name="outbox">Where it is told.</param>
    public void Leave(Claim claim, bool keepsCopy, Outbox outbox)
    {
        var (name, ballot) = (claim.Name, claim.Ballot!);
        Remove(claim);
        ballot.Value.End(isStored: false);
        outbox.Tell(new Left(claim.Stamp));
        var isKept = kept.TryKeep(ballot, keepsCopy);
        Advance(name, outbox);
        if (isKept)
            return;
        requests.Release(ballot, outbox);
        names.ForgetIfIdle(name);
    }

    /// <summary>
    /// A claim leaves before its last value is stored: each voter stores it before it passes the vote on (rule 20).
    /// </summary>
    public void LeaveByStore(Claim claim, Outbox outbox)
    {
        Remove(claim);
        outbox.Tell(new Left(claim.Stamp));
        Advance(claim.Name, outbox);
        requests.ReleaseByStore(claim.Ballot!, claim, outbox);
        names.ForgetIfIdle(claim.Name);
    }

    /// <summary>Nobody wants the lock any more for which a claim waits.</summary>
    public void Withdraw(Claim claim, Outbox outbox) => End(claim, new Withdrawn(claim.Stamp), outbox);

    /// <summary>The votes of a claim that is inside are no majority any more (rule 2).</summary>
    public void Lose(Claim claim, Outbox outbox) => End(claim, new Lost(claim.Stamp), outbox);

    /// <summary>
    /// Whether a command is about a claim that was lost by the same input, before the command was looked at: then that is its
    /// answer.
    /// </summary>
    public static bool HasJustLost(ICommand command, Outbox outbox)
    {
        var number = command switch
        {
            Leave m => m.Claim,
            StoreValue m => m.Claim,
            ReadValue m => m.Claim,
            _ => 0,
        };
        foreach (ref readonly var effect in outbox.Items)
        {
            if (effect.Output is Lost lost && lost.Request.Clock == number)
                return true;
        }
        return false;
    }

    /// <summary>Gives up the room that many claims once took.</summary>
    public void Trim()
    {
        if (!names.Trim())
            return;
        _claims.TrimExcess();
        requests.Trim();
    }

    /// <summary>
    /// See <see cref="IMachine.Exchange"/>: with the names and the requests. Purposes are for people, and are left out.
    /// </summary>
    public void Exchange(StateCodec codec)
    {
        names.Exchange(codec, ExchangeName);
        _claims.Clear();
        requests.Clear();
        foreach (var name in names.All)
        {
            requests.Restore(name.Kept);
            foreach (var claim in name.Claims)
            {
                _claims.Add(claim.Number, claim);
                requests.Restore(claim.Ballot);
            }
        }
    }

    /// <summary>Checks its invariants.</summary>
    /// <param name="client">The client, whose text is the state in the error.</param>
    public void Check(IMachine client)
    {
        foreach (var name in names.All)
        {
            var inside = name.Claims.FindAll(claim => claim.IsInside);
            Invariant.Holds(client, 1, inside.TrueForAll(claim => claim.Ballot!.HasMajority));
            Invariant.Holds(client, 2, inside.Count <= 1 || inside.TrueForAll(claim => claim.Mode == VoteMode.Shared));
        }
    }

    // The claims that come next ask before these votes go back: so they stand in the queues when the voters let somebody in.
    private void End(Claim claim, IOutput output, Outbox outbox)
    {
        Remove(claim);
        outbox.Tell(output);
        Advance(claim.Name, outbox);
        if (claim.Ballot is { } ballot)
            requests.Release(ballot, outbox);
        names.ForgetIfIdle(claim.Name);
    }

    private void Remove(Claim claim)
    {
        claim.Name.Claims.Remove(claim);
        _claims.Remove(claim.Number);
        if (claim.Ballot is { } ballot)
            ballot.Claim = null;
    }

    // Asks for whoever goes first of those that are queued here: a writer, if there is one; otherwise all readers.
    private void Advance(ClaimedName name, Outbox outbox)
    {
        if (name.Claims.Count == 0 || name.IsAskedAlone)
            return;
        if (name.NextWriter is { } writer)
        {
            Advance(writer, outbox);
            return;
        }
        foreach (var reader in name.Queued)
        {
            if (name.Kept is { Mode: VoteMode.Exclusive })
                kept.Release(name, outbox);
            Ask(reader, outbox);
        }
    }

    private void Advance(Claim writer, Outbox outbox)
    {
        if (writer.Name.Kept is { Mode: VoteMode.Exclusive })
        {
            var ballot = KeptVotes.Take(writer.Name, outbox);
            (ballot.Claim, writer.Ballot) = (writer, ballot);
            Enter(ballot, outbox);
            return;
        }
        if (writer.Name.Kept is not null)
            kept.Release(writer.Name, outbox);
        Ask(writer, outbox);
    }

    private void Ask(Claim claim, Outbox outbox)
    {
        if (!session.IsReady)
            return;
        claim.Ticket ??= session.NewTicket();
        requests.Begin(claim, outbox);
    }

    // Another claim of this client goes first.
    private void TellIfQueued(Claim claim, Outbox outbox)
    {
        if (claim is { Ballot: null, TriesOnce: true, IsBehind: false } && session.IsReady)
            TellBehind(claim, outbox);
    }

    private static void TellBehind(Claim claim, Outbox outbox)
    {
        claim.IsBehind = true;
        outbox.Tell(new Behind(claim.Stamp));
    }

    private ClaimedName ExchangeName(StateCodec codec, ClaimedName? name)
    {
        var text = codec.Text(name?.Name ?? "");
        name ??= new ClaimedName(text);
        codec.List(name.Claims, (fields, claim) => ExchangeClaim(fields, claim, name));
        name.Kept = ExchangeBallot(codec, name.Kept, name, (VoteMode)codec.Number((long)(name.Kept?.Mode ?? default)));
        return name;
    }

    private Claim ExchangeClaim(StateCodec codec, Claim? claim, ClaimedName name)
    {
        var number = codec.Number(claim?.Number ?? 0);
        var mode = (VoteMode)codec.Number((long)(claim?.Mode ?? default));
        var triesOnce = codec.Flag(claim?.TriesOnce ?? false);
        claim ??= new Claim(new Timestamp(number, self), name, mode, null, triesOnce);
        claim.IsBehind = codec.Flag(claim.IsBehind);
        claim.Ticket = codec.Flag(claim.Ticket is not null) ? ExchangeTicket(codec, claim.Ticket.GetValueOrDefault()) : null;
        claim.IsInside = codec.Flag(claim.IsInside);
        claim.Ballot = ExchangeBallot(codec, claim.Ballot, name, mode);
        if (claim.Ballot is { } ballot)
            ballot.Claim = claim;
        return claim;
    }

    private Ballot? ExchangeBallot(StateCodec codec, Ballot? ballot, ClaimedName name, VoteMode mode)
    {
        if (!codec.Flag(ballot is not null))
            return null;
        var number = codec.Number(ballot?.Number ?? 0);
        var ticket = ExchangeTicket(codec, ballot?.Ticket ?? default);
        ballot ??= new Ballot(number, name, mode, ticket, null, session);
        ballot.Exchange(codec);
        return ballot;
    }

    private Ticket ExchangeTicket(StateCodec codec, Ticket ticket) => new(codec.Number(ticket.Clock), session.Id);
}
