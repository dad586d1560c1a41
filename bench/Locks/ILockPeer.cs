namespace Coterie.Bench.Locks;

/// <summary>Something that has locks, with its servers running.</summary>
internal interface ILockPeer : IAsyncDisposable
{
    string Name { get; }

    /// <summary>What it is and how it is used here, for the table's foot.</summary>
    string About { get; }

    /// <summary>A client with a connection or a session of its own.</summary>
    /// <param name="number">From 0.</param>
    Task<ILockClient> ConnectAsync(int number);
}

/// <summary>One client; it does one thing at a time.</summary>
internal interface ILockClient : IAsyncDisposable
{
    /// <summary>Waits until the lock of that name is held.</summary>
    /// <returns>What <see cref="ReleaseAsync"/> needs.</returns>
    ValueTask<object> AcquireAsync(string name);

    /// <summary>Gives the lock back. Done when the client may go on.</summary>
    ValueTask ReleaseAsync(object held);
}
