namespace Akka.Remote.Associations;

// Addresses that are met once must not fill the memory: what has nothing to be remembered is forgotten.
internal sealed partial class Association
{
    private volatile bool _retired;

    /// <summary>Whether another association has taken over, or will when it is asked for. What is still sent here reaches it.</summary>
    public bool IsRetired => _retired;

    // The numbers of system messages must be kept for as long as the peer may live.
    private void RetireIfForgettable()
    {
        if (_opening || _outbound is not null || _inbound is not null || _quarantined.Count > 0 || _ended) return;
        if (_unacknowledged.IsUsed || _received.IsUsed) return;
        _retired = true;
        _remoting.Associations.Remove(this);
        if (!_queue.IsEmpty) MoveToSuccessor();
    }

    private void MoveToSuccessor()
    {
        while (_queue.TryDequeue(out var message)) _remoting.Associations.For(Remote).Send(message);
    }
}
