using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The timer after which a client sends again whatever has no answer (rule 6). There is one for everything; whoever sends
/// something that wants an answer sets it.
/// </summary>
/// <param name="interval">How long it runs.</param>
internal sealed class ResendTimer(TimeSpan interval)
{
    private bool _isSet;

    /// <summary>It fires when its time is over; if it is set already, then at the time set before.</summary>
    public void Set(Outbox outbox)
    {
        if (_isSet)
            return;
        _isSet = true;
        outbox.Set(TimerId.Resend, interval);
    }

    /// <summary>It has fired, or a crash has ended it.</summary>
    public void End() => _isSet = false;

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec) => _isSet = codec.Flag(_isSet);
}
