using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Lab.Variables;

/// <summary>
/// A reader that watches the variable first: it waits until the watch is complete. Each further request reads the variable, and
/// waits until the watch shows the value that was read, or a later one. If the watch does not know the latest value, it reads,
/// too.
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
    private bool _isUnsettled;
    private bool _isClosed;
    private bool _isStopped;
    private bool _isAwaited; // the watch must show what was read
    private VariableValue? _read;

    /// <inheritdoc/>
    public Standing Standing => _isReading || (_isWatching && !_isStopped && (!_isComplete || _isAwaited))
        ? Standing.Waiting
        : Standing.Outside;

    /// <inheritdoc/>
    public int RequestsLeft { get; private set; } = setup.Requests;

    /// <inheritdoc/>
    public bool IsDone =>
        Standing == Standing.Outside && (_isClosed || _isStopped || (RequestsLeft == 0 && !_isUnsettled));

    /// <inheritdoc/>
    public Pace Pace => Pace.Think;

    /// <inheritdoc/>
    public ICommand? Next
    {
        get
        {
            if (_isClosed || _isStopped || _isReading)
                return null;
            if (!_isWatching)
                return RequestsLeft > 0 ? new BeginWatch(Watch, VariableUser.VariableName) : null;
            return _isUnsettled || (Standing == Standing.Outside && RequestsLeft > 0)
                ? new Operate(_number + MostAttempts, VariableUser.VariableName, new Operation.Read())
                : null;
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
                RequestsLeft -= Standing == Standing.Outside && !_isUnsettled ? 1 : 0;
                _number += MostAttempts;
                (_isReading, _isUnsettled, _isAwaited) = (true, false, false);
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
            case Unsettled: _isUnsettled = !_isReading; break;
            case Watched m:
                _shown.Add(VariableContent.Of(m.Stored.Value)?.Value);
                if (_isReading)
                    break;
                // It may be an earlier value than the one that was read, or a later one: then it reads again.
                (_isUnsettled, _isAwaited) = (_isUnsettled || (_isAwaited && !IsShown(_read)), _isAwaited && !IsShown(_read));
                _shown.RemoveRange(0, _shown.Count - 1);
                break;
            case Operated m:
                _isReading = false;
                _read = (m.Outcome as Outcome.Done)?.Value;
                _isAwaited = m.Outcome is Outcome.Done && !IsShown(_read);
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
        _isUnsettled = codec.Flag(_isUnsettled);
        _isAwaited = codec.Flag(_isAwaited);
        _isStopped = codec.Flag(_isStopped);
        _read = VariableValue.Exchange(codec, _read);
        codec.List(_shown, VariableValue.Exchange);
    }

    private bool IsShown(VariableValue? value) => _shown.Count == 0 ? value is null : _shown.Contains(value);
}
