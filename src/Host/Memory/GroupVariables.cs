using Coterie.Actors.Locks;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>The variables that the members of a group keep together.</summary>
/// <param name="node">A client of the group, which ends with this.</param>
/// <param name="limit">How long each call waits.</param>
internal sealed class GroupVariables(CoterieNode node, TimeSpan limit) : IVariables
{
    /// <inheritdoc/>
    public VariableNaming Naming => VariableNaming.OfGroup;

    /// <inheritdoc/>
    public string NoValue => "has no value";

    /// <inheritdoc/>
    public async Task<string?> ConnectAsync(CancellationToken cancellation) =>
        await OperateAsync("-", new Operation.Read(), cancellation) is Answer.NoAnswer no ? no.Reason : null;

    /// <inheritdoc/>
    public async Task<Answer> OperateAsync(string name, Operation operation, CancellationToken cancellation)
    {
        var outcome = await node.OperateAsync(name, operation, limit, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var health = node.CheckHealth().ToString().TrimEnd('.');
        return outcome switch
        {
            Outcome.NotDone when node.CheckHealth().HasMajority => new Answer.NoAnswer($"somebody else held {name}; {health}"),
            Outcome.NotDone => new Answer.NoAnswer(health),
            Outcome.Unknown => new Answer.Unknown(health),
            Outcome.WrongKind { Current: null } => new Answer.Refused($"what is stored as {name} is no variable"),
            Outcome.WrongKind wrong => new Answer.Refused($"{name} must be a whole number, was [{wrong.Current}]"),
            _ => new Answer.Ended(outcome),
        };
    }

    /// <inheritdoc/>
    public Task<ListAnswer> ListAsync(string prefix, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public string? TakeNews() => null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => node.DisposeAsync();
}
