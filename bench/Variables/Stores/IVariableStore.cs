namespace Coterie.Bench.Variables.Stores;

/// <summary>A service that keeps variables, with its servers running.</summary>
internal interface IVariableStore : IAsyncDisposable
{
    string Name { get; }

    /// <summary>How it is used here, for the reader of the table.</summary>
    string About { get; }

    /// <summary>A connection of its own, which many tasks may use at once.</summary>
    Task<IVariableClient> ConnectAsync();
}

/// <summary>A connection to a service.</summary>
internal interface IVariableClient : IAsyncDisposable
{
    /// <summary>A variable, which holds bytes; nothing is sent.</summary>
    IBytesVariable Bytes(string name);

    /// <summary>A variable, which holds a whole number; nothing is sent.</summary>
    INumberVariable Number(string name);
}

/// <summary>A variable that holds bytes. Whoever reads finds the latest value that was written.</summary>
internal interface IBytesVariable
{
    ValueTask<byte[]?> ReadAsync();

    ValueTask WriteAsync(byte[] value);

    /// <summary>Every value, from now on; null if the service is not asked for that here.</summary>
    /// <param name="whenWatching">Is called when no further value can be missed.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<byte[]>? WatchAsync(Action whenWatching, CancellationToken cancellation);
}

/// <summary>A variable that holds a whole number.</summary>
internal interface INumberVariable
{
    /// <summary>Adds one.</summary>
    /// <returns>The sum.</returns>
    ValueTask<long> IncrementAsync();

    /// <summary>Whether the process can have a copy that is never stale.</summary>
    bool IsCached { get; }

    /// <summary>Reads the copy; asks the servers only if there is none.</summary>
    ValueTask<long> ReadCachedAsync();
}
