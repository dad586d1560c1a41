using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Lab.Quorum;

/// <summary>The code that wants the lock, again and again: it acquires it, stays, and leaves. It may lose the lock.</summary>
/// <param name="mode">How it wants the lock.</param>
/// <param name="incarnation">The number of its life: the claims of two lives differ.</param>
/// <param name="requests">How often it asks.</param>
internal sealed class LockClient(VoteMode mode, long incarnation, int requests) : IClient
{
    /// <summary>The name of the only lock in a run.</summary>
    public const string LockName = "lock";

    private long _claim = (incarnation - 1) * QuorumLab.NumbersOfLife; // the latest
    private bool _isLeaving; // until the answer comes, which in a run by actors takes a while
    private bool _isClosed;

    /// <inheritdoc/>
    public Standing Standing { get; private set; }

    /// <inheritdoc/>
    public int RequestsLeft { get; private set; } = requests;

    /// <inheritdoc/>
    public bool IsDone => Standing == Standing.Outside && (_isClosed || RequestsLeft == 0);

    /// <inheritdoc/>
    public Pace Pace => Standing == Standing.Inside ? Pace.Hold : Pace.Think;

    /// <inheritdoc/>
    public ICommand? Next => Standing switch
    {
        Standing.Inside when !_isLeaving => new Leave(_claim),
        Standing.Outside when !IsDone => new Acquire(_claim + 1, LockName, mode),
        _ => null,
    };

    /// <inheritdoc/>
    public ICommand? Withdrawal => Standing == Standing.Waiting ? new GiveUp(_claim) : null;

    /// <inheritdoc/>
    public void Gave(ICommand command)
    {
        _isLeaving = command is Leave;
        if (command is not Acquire)
            return;
        RequestsLeft--;
        _claim++;
        Standing = Standing.Waiting;
    }

    /// <inheritdoc/>
    public void On(IOutput output)
    {
        if (output.Deed == Deed.Entered)
            Standing = Standing.Inside;
        else if (output.Deed is Deed.Left or Deed.Withdrew or Deed.Lost)
            (Standing, _isLeaving) = (Standing.Outside, false);
    }

    /// <inheritdoc/>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        Standing = (Standing)codec.Number((long)Standing);
        RequestsLeft = (int)codec.Number(RequestsLeft);
        _claim = codec.Number(_claim);
        _isLeaving = codec.Flag(_isLeaving);
    }
}
