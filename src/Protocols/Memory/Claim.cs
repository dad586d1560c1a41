namespace Coterie.Protocols.Memory;

/// <summary>Where a claim stands.</summary>
internal enum ClaimState
{
    /// <summary>Its command is kept.</summary>
    Waiting,

    /// <summary>Its command was let in and is on its way back.</summary>
    LetIn,

    /// <summary>It holds the lock.</summary>
    Holding,

    /// <summary>Its client is gone or gave it up; what is left is its command, kept or on its way back.</summary>
    Gone,
}

/// <summary>One command's claim on the lock: it waits, or it holds.</summary>
/// <param name="client">Whose command.</param>
/// <param name="id">The command's id.</param>
/// <param name="mode">What for.</param>
/// <param name="lease">How long it is to hold; null: for this one command, a plain read or write.</param>
internal sealed class Claim<TClient>(TClient client, long id, LockMode mode, TimeSpan? lease)
{
    public TClient Client => client;

    public long Id => id;

    public LockMode Mode => mode;

    public TimeSpan? Lease => lease;

    public ClaimState State { get; set; }

    public override string ToString() => $"{client}/{id} {mode}{(lease is null ? "" : " lock")} {State}";
}
