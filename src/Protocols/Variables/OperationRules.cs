namespace Coterie.Protocols.Variables;

/// <summary>What an operation makes of a variable, and what its caller is told about it. Nothing here depends on votes.</summary>
internal static class OperationRules
{
    /// <summary>The variable after the operation; null if the operation changes nothing.</summary>
    public static VariableContent? Change(Operation operation, OperationId id, VariableContent content)
    {
        switch (operation)
        {
            case Operation.Write m:
                return content.After(m.Value, new Applied(id, 0));
            case Operation.CompareAndSet m when m.Expected == content.Value:
                return content.After(m.Value, new Applied(id, 0));
            case Operation.Add m when content.Value is null || content.Value.Number is not null:
                var sum = unchecked((content.Value?.Number ?? 0) + m.By);
                return content.After(VariableValue.Of(sum), new Applied(id, sum));
            default:
                return null;
        }
    }

    /// <summary>What became of the operation, if a majority of voters has this.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="id">Its name.</param>
    /// <param name="content">The variable; null if what is stored there is none.</param>
    public static Outcome OutcomeOf(Operation operation, OperationId id, VariableContent? content)
    {
        if (content is null)
            return new Outcome.WrongKind(null);
        if (content.Find(id) is { } applied)
        {
            var value = operation switch
            {
                Operation.Write m => m.Value,
                Operation.CompareAndSet m => m.Value,
                _ => VariableValue.Of(applied.Sum),
            };
            return new Outcome.Done(value, content.VersionAfter(id));
        }
        return operation switch
        {
            Operation.CompareAndSet => new Outcome.Mismatch(content.Value, content.Version),
            Operation.Add => new Outcome.WrongKind(content.Value),
            _ => new Outcome.Done(content.Value, content.Version),
        };
    }
}
