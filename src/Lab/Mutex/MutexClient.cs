using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Mutex;

/// <summary>The client of a process that wants the critical section, again and again: it enters, stays and leaves.</summary>
/// <param name="requests">How often it asks.</param>
internal sealed class MutexClient(int requests) : IClient
{
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
        Standing.Inside => Exit.Instance,
        Standing.Outside when !IsDone => Enter.Instance,
        _ => null,
    };

    /// <inheritdoc/>
    public ICommand? Withdrawal => Standing == Standing.Waiting ? Withdraw.Instance : null;

    /// <inheritdoc/>
    public void Gave(ICommand command)
    {
        switch (command)
        {
            case Enter:
                RequestsLeft--;
                Standing = Standing.Waiting;
                break;
            case Exit:
                Standing = Standing.Outside;
                break;
        }
    }

    /// <inheritdoc/>
    public void On(IOutput output)
    {
        if (output.Deed == Deed.Entered)
            Standing = Standing.Inside;
        else if (output.Deed == Deed.Withdrew)
            Standing = Standing.Outside;
    }

    /// <inheritdoc/>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        Standing = (Standing)codec.Number((long)Standing);
        RequestsLeft = (int)codec.Number(RequestsLeft);
    }
}
