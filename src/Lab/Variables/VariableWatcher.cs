using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Lab.Variables;

/// <summary>
/// A reader that watches the variable first: it waits until the watch is complete. Each further request reads the variable, and
/// waits until the watch shows the value that was read. Neither waits longer when the watch does not know the latest value, or
/// shows another one: the next request reads again.
/// </summary>
/// <param name="setup">Which process.</param>
internal sealed class VariableWatcher(ClientSetup setup) : IClient
{
    private const long Watch = 1;

    private readonly List<VariableValue?> _shown = []; // since the latest read began, and the one before it
    private long _number = VariableUser.FirstNumber(setup) - MostAttempts; // of the latest read
    private bool _isWatching;
    private bool _isComplete;
    private bool _isReading;
    private bool _isClosed;
    private bool _isStopped;
    private bool _isAwaited; // the watch must show what was read

    /// <inheritdoc/>
    public Standing Standing => _isReading || (_isWatching && !_isStopped && (!_isComplete || _isAwaited))
        ? Standing.Waiting
        : Standing.Outside;

    /// <inheritdoc/>
    public int RequestsLeft { get; private set; } = setup.Requests;

    /// <inheritdoc/>
    public bool IsDone =>
        Standing == Standing.Outside && (_isClosed || _isStopped || RequestsLeft == 0);

    /// <inheritdoc/>
    public Pace Pace => Pace.Think;

    /// <inheritdoc/>
    public ICommand? Next
    {
        get
        {
            if (Standing != Standing.Outside || IsDone)
                return null;
            return _isWatching
                ? new Operate(_number + MostAttempts, VariableUser.VariableName, new Operation.Read())
                : new BeginWatch(Watch, VariableUser.VariableName);
        }
    }

    /// <inheritdoc/>
    public ICommand? Withdrawal =>
        _isReading ? new GiveUp(_number) : _isWatching && !_isStopped ? new StopWatch(Watch) : null;

    /// <inheritdoc/>
    public void Gave(ICommand command)
    {
        switch (command)
        {
            case BeginWatch:
                _isWatching = true;
                RequestsLeft--;
                break;
            case Operate:
                RequestsLeft--;
                _number += MostAttempts;
                _isReading = true;
                break;
            case StopWatch: _isStopped = true; break;
        }
    }

    /// <inheritdoc/>
    public void On(IOutput output)
    {
        switch (output)
        {
            case Listed: _isComplete = true; break;
            case Interrupted: _isComplete = false; break;
            case Unsettled: (_isComplete, _isAwaited) = (true, false); break;
            case Watched m:
                _shown.Add(VariableContent.Of(m.Stored.Value)?.Value);
                if (_isReading)
                    break;
                _isAwaited = false; // if it is another value than the one that was read, the next request reads again
                _shown.RemoveRange(0, _shown.Count - 1);
                break;
            case Operated m:
                _isReading = false;
                _isAwaited = m.Outcome is Outcome.Done { Value: var read } && !IsShown(read);
                _shown.RemoveRange(0, Math.Max(0, _shown.Count - 1));
                break;
        }
    }

    /// <inheritdoc/>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        RequestsLeft = (int)codec.Number(RequestsLeft);
        _number = codec.Number(_number);
        _isWatching = codec.Flag(_isWatching);
        _isComplete = codec.Flag(_isComplete);
        _isReading = codec.Flag(_isReading);
        _isAwaited = codec.Flag(_isAwaited);
        _isStopped = codec.Flag(_isStopped);
        codec.List(_shown, VariableValue.Exchange);
    }

    private bool IsShown(VariableValue? value) => _shown.Count == 0 ? value is null : _shown.Contains(value);
}
