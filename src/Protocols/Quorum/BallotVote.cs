using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>What a client knows of the vote of one voter for one request, in the epoch of the session there.</summary>
internal struct BallotVote
{
    /// <summary>Whether the vote is here.</summary>
    public bool IsHere;

    /// <summary>Whether the request is in the queue, as far as the client knows.</summary>
    public bool IsQueued;

    /// <summary>Whether others need the vote; only of a request that tries once.</summary>
    public bool IsBusy;

    /// <summary>The number of the vote that is here.</summary>
    public long Number;

    /// <summary>Votes up to this number have been struck, for good (rule 9).</summary>
    public long Struck;

    /// <summary>The floor of the voter.</summary>
    public long Floor;

    /// <summary>The floor to which the voter was asked to raise it (rule 15); 0 for none.</summary>
    public long AskedFor;

    /// <summary>What the voter has stored, as far as the client knows.</summary>
    public StampedValue Stored;

    /// <summary>Whether the voter has that from other voters.</summary>
    public bool IsRecovered;

    /// <summary>The vote is here.</summary>
    public void Take(Grant message)
    {
        (IsHere, IsQueued, Number, Floor) = (true, false, message.Vote, message.Floor);
        (Stored, IsRecovered) = (message.Stored, message.IsRecovered);
    }

    /// <summary>
    /// The vote of this number is given back (rule 9). It may not have come yet: then it is not taken when it comes.
    /// </summary>
    public void Strike(long number) => (IsHere, IsQueued, Struck) = (false, true, number);

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        IsHere = codec.Flag(IsHere);
        IsQueued = codec.Flag(IsQueued);
        IsBusy = codec.Flag(IsBusy);
        Number = codec.Number(Number);
        Struck = codec.Number(Struck);
        Floor = codec.Number(Floor);
        AskedFor = codec.Number(AskedFor);
        Stored = StampedValue.Exchange(codec, Stored);
        IsRecovered = codec.Flag(IsRecovered);
    }

    public override readonly string ToString() =>
        IsHere ? $"vote {Number} floor {Floor} {Stored}" : IsQueued ? "queued" : "none";
}
