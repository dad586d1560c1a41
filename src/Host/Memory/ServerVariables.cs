using Coterie.Actors.Locks;
using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>The variables of one server.</summary>
/// <param name="memory">Its client, which ends with this.</param>
internal sealed class ServerVariables(MemoryClient memory) : IVariables
{
    private int _restarts;

    /// <inheritdoc/>
    public VariableNaming Naming => VariableNaming.OfServer;

    /// <inheritdoc/>
    public string NoValue => "was never written";

    /// <inheritdoc/>
    public Task<string?> ConnectAsync(CancellationToken cancellation) => memory.ConnectAsync(cancellation);

    /// <inheritdoc/>
    public async Task<Answer> OperateAsync(string name, Operation operation, CancellationToken cancellation) =>
        operation switch
        {
            Operation.Read => await ReadAsync(name, cancellation),
            Operation.Write { Value: { Number: >= int.MinValue and <= int.MaxValue } value } =>
                await WriteAsync(name, value, cancellation),
            _ => new Answer.Refused("one server has whole numbers of 32 bits, which are read and written"),
        };

    /// <inheritdoc/>
    public async Task<ListAnswer> ListAsync(string prefix, CancellationToken cancellation) =>
        await memory.ListAsync(cancellation) switch
        {
            ListOutcome.Done done => new ListAnswer.Listed(
                [.. done.Variables.Where(variable => variable.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(Of)]),
            ListOutcome.Refused refused => new ListAnswer.Refused($"{refused.Reason}"),
            ListOutcome.NoAnswer no => new ListAnswer.NoAnswer(no.Reason),
            var other => throw new InvalidOperationException($"A list must end in a known way, was [{other}]."),
        };

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation) =>
        throw new WatchFailedException(Report.Refused(name, "one server cannot be watched"));

    /// <inheritdoc/>
    public string? TakeNews()
    {
        var isNew = memory.ServerRestarts > _restarts;
        _restarts = memory.ServerRestarts;
        return isNew ? "The server was restarted, and the values it had are gone." : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => memory.DisposeAsync();

    private async Task<Answer> ReadAsync(string name, CancellationToken cancellation) =>
        await memory.ReadAsync(name, cancellation) switch
        {
            ReadOutcome.Done done => new Answer.Ended(new Outcome.Done(VariableValue.Of(done.Value.Number), 0)),
            ReadOutcome.NeverWritten => new Answer.Ended(new Outcome.Done(null, 0)),
            ReadOutcome.Refused refused => new Answer.Refused($"{refused.Reason}"),
            ReadOutcome.NoAnswer no => new Answer.NoAnswer(no.Reason),
            var other => throw new InvalidOperationException($"A read must end in a known way, was [{other}]."),
        };

    private async Task<Answer> WriteAsync(string name, VariableValue value, CancellationToken cancellation) =>
        await memory.WriteAsync(name, new Value((int)value.Number!), cancellation: cancellation) switch
        {
            WriteOutcome.Done => new Answer.Ended(new Outcome.Done(value, 0)),
            WriteOutcome.Refused refused => new Answer.Refused($"{refused.Reason}"),
            WriteOutcome.NotSent not => new Answer.NoAnswer(not.Reason),
            WriteOutcome.Unknown unknown => new Answer.Unknown(unknown.Reason),
            var other => throw new InvalidOperationException($"A write must end in a known way, was [{other}]."),
        };

    private static NamedVariable Of(MemoryProtocol.NamedValue variable) =>
        new(variable.Name, variable.IsNeverWritten ? null : VariableValue.Of(variable.Value.Number));
}
