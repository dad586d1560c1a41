using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>An operation on a variable, from its beginning until its caller learns the outcome.</summary>
internal sealed class PendingOperation
{
    private readonly TaskCompletionSource<Outcome> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the outcome.</summary>
    public Task<Outcome> Task => _ending.Task;

    /// <summary>It is over.</summary>
    public void End(Outcome outcome) => _ending.TrySetResult(outcome);
}
