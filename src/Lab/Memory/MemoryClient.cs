using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.VariableClientProtocol;

namespace Coterie.Lab.Memory;

/// <summary>
/// The client of a reader or a writer. Its 1st, 3rd, 5th … request takes the lock: a reader reads under it; a writer writes, and
/// every other time reads first; then it holds the lock for a while and gives it back. Every other request is a read or a write
/// without a lock.
/// </summary>
/// <param name="self">Its process.</param>
/// <param name="processes">N: a writer writes numbers that no other writes.</param>
/// <param name="isReader">Whether it reads; otherwise it writes.</param>
/// <param name="requests">How often it asks.</param>
internal sealed class MemoryClient(ProcessId self, int processes, bool isReader, int requests) : IClient
{
    private int _made; // requests so far
    private int _usesLeft; // under the lock
    private bool _isAnswerDue;
    private bool _isClosed;

    /// <inheritdoc/>
    public Standing Standing { get; private set; }

    /// <inheritdoc/>
    public int RequestsLeft { get; private set; } = requests;

    /// <inheritdoc/>
    public bool IsDone => Standing == Standing.Outside && (_isClosed || RequestsLeft == 0);

    /// <inheritdoc/>
    public Pace Pace => Standing == Standing.Outside ? Pace.Think : _usesLeft > 0 ? Pace.AtOnce : Pace.Hold;

    /// <inheritdoc/>
    public ICommand? Next => Standing switch
    {
        _ when _isAnswerDue => null,
        Standing.Inside when _usesLeft == 0 => Leave.Instance,
        Standing.Inside => _usesLeft > 1 ? Get.Instance : Use(_made),
        Standing.Outside when !IsDone => Request(_made + 1),
        _ => null,
    };

    /// <inheritdoc/>
    public ICommand? Withdrawal => Standing == Standing.Waiting ? GiveUp.Instance : null;

    private LockMode Mode => isReader ? LockMode.Read : LockMode.Write;

    /// <inheritdoc/>
    public void Gave(ICommand command)
    {
        if (command is GiveUp)
            return;
        _isAnswerDue = true;
        if (Standing != Standing.Outside)
            return;
        RequestsLeft--;
        _made++;
        Standing = Standing.Waiting;
    }

    /// <inheritdoc/>
    public void On(IOutput output)
    {
        switch (output.Deed)
        {
            case Deed.Entered: (Standing, _usesLeft) = (Standing.Inside, Uses(_made)); break;
            case Deed.Used: _usesLeft--; break;
            case Deed.Left or Deed.Withdrew or Deed.Lost: (Standing, _usesLeft) = (Standing.Outside, 0); break;
            default: return;
        }
        _isAnswerDue = false;
    }

    /// <inheritdoc/>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        Standing = (Standing)codec.Number((long)Standing);
        RequestsLeft = (int)codec.Number(RequestsLeft);
        _made = (int)codec.Number(_made);
        _usesLeft = (int)codec.Number(_usesLeft);
        _isAnswerDue = codec.Flag(_isAnswerDue);
    }

    private static bool TakesLock(int request) => request % 2 == 1;

    private int Uses(int request) => !isReader && TakesLock(request) && request % 4 == 3 ? 2 : 1;

    private ICommand Request(int request) => TakesLock(request) ? new Acquire(Mode) : Use(request);

    private ICommand Use(int request) =>
        isReader ? Get.Instance : new Put(new Value(OwnNumbers.Of(self, processes, request)));
}
