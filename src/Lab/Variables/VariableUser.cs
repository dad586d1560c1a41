using Coterie.Lab.Memory;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Lab.Variables;

/// <summary>
/// The code that uses the variable. A reader only reads it; a writer adds, compares and sets, reads and writes in turn, and
/// every second time deletes instead of writing. Every second read keeps a copy, or all do if the workload says so. The first
/// writer begins with an addition, the second one with a compare-and-set, and so on.
/// </summary>
/// <param name="setup">Which process.</param>
/// <param name="workload">Who takes part.</param>
internal sealed class VariableUser(ClientSetup setup, QuorumWorkload workload) : IClient
{
    /// <summary>The name of the only variable in a run.</summary>
    public const string VariableName = "x";

    private const int Kinds = 4;

    private readonly bool _isReader = workload.IsReader(setup.Self);
    private readonly int _first = setup.Self.Value - workload.Voters - workload.Readers - 1;
    private long _number = FirstNumber(setup) - MostAttempts; // of the latest operation
    private int _made;
    private long? _seen; // the value as it last saw it
    private bool _isClosed;

    /// <summary>The number of the first operation in this life.</summary>
    public static long FirstNumber(ClientSetup setup) => ((setup.Incarnation - 1) * QuorumLab.NumbersOfLife) + 1;

    /// <inheritdoc/>
    public Standing Standing { get; private set; }

    /// <inheritdoc/>
    public int RequestsLeft { get; private set; } = setup.Requests;

    /// <inheritdoc/>
    public bool IsDone => Standing == Standing.Outside && (_isClosed || RequestsLeft == 0);

    /// <inheritdoc/>
    public Pace Pace => Pace.Think;

    /// <inheritdoc/>
    public ICommand? Next => Standing == Standing.Outside && !IsDone
        // The attempts of an operation take numbers.
        ? new Operate(_number + MostAttempts, VariableName, _isReader ? Read(_made) : NextOperation())
        : null;

    /// <inheritdoc/>
    public ICommand? Withdrawal => Standing == Standing.Waiting ? new GiveUp(_number) : null;

    /// <inheritdoc/>
    public void Gave(ICommand command)
    {
        if (command is not Operate)
            return;
        RequestsLeft--;
        _made++;
        _number += MostAttempts;
        Standing = Standing.Waiting;
    }

    /// <inheritdoc/>
    public void On(IOutput output)
    {
        if (output is not Operated operated)
            return;
        Standing = Standing.Outside;
        _seen = operated.Outcome switch
        {
            Outcome.Done m => m.Value?.Number,
            Outcome.Mismatch m => m.Current?.Number,
            _ => _seen,
        };
    }

    /// <inheritdoc/>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        Standing = (Standing)codec.Number((long)Standing);
        RequestsLeft = (int)codec.Number(RequestsLeft);
        _number = codec.Number(_number);
        _made = (int)codec.Number(_made);
        _seen = codec.Flag(_seen is not null) ? codec.Number(_seen.GetValueOrDefault()) : null;
    }

    private Operation NextOperation() => ((_first + _made) % Kinds) switch
    {
        0 => new Operation.Add(1),
        1 => new Operation.CompareAndSet(_seen is { } seen ? VariableValue.Of(seen) : null, Own()),
        2 => Read((_first + _made) / Kinds),
        _ => new Operation.Write(_made / Kinds % 2 == 1 ? null : Own()),
    };

    private Operation.Read Read(int readsBefore) => new(Keeps: workload.KeepsCopies || readsBefore % 2 == 1);

    private VariableValue Own() => VariableValue.Of(OwnNumbers.Of(setup.Self, setup.Processes, _made + 1));
}
