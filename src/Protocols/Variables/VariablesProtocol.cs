using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Protocols.Variables;

/// <summary>What passes between a <see cref="VariablesClient"/> and the code that reads and writes variables.</summary>
public static class VariablesProtocol
{
    /// <summary>How many attempts an operation makes, if it loses the votes again and again. Each takes a number.</summary>
    public const int MostAttempts = 64;

    /// <summary>
    /// Does something with a variable, once. Answered by <see cref="Operated"/>, at the latest after
    /// <see cref="QuorumClientProtocol.GiveUp"/> with its number.
    /// </summary>
    /// <param name="Number">
    /// Names the operation, and is that of its first claim: above <see cref="VariablesClient.LastNumber"/>, or the command is
    /// refused. Each further attempt takes the next number that is free.
    /// </param>
    /// <param name="Name">The variable: 1 to 512 characters.</param>
    /// <param name="Operation">What to do.</param>
    public sealed record Operate(long Number, string Name, Operation Operation) : ICommand;

    /// <summary>
    /// Does something, once, with the variable that has the name of a lock, by the votes of that lock. Operations under one lock
    /// are done in the order in which they come. Answered by <see cref="Operated"/>: at the latest after
    /// <see cref="QuorumClientProtocol.GiveUp"/> with its number, or when the claim has left or is lost. Not done if the claim is
    /// not inside. Refused if the lock is shared and the operation is no read, or if the number was used.
    /// </summary>
    /// <param name="Number">Names the operation: above <see cref="VariablesClient.LastNumber"/>.</param>
    /// <param name="Claim">The claim that holds the lock.</param>
    /// <param name="Operation">What to do.</param>
    public sealed record OperateHeld(long Number, long Claim, Operation Operation) : ICommand;

    /// <summary>For observers: an operation begins.</summary>
    /// <param name="Request">Its number, and the process of the client.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Operation">What to do.</param>
    public sealed record Begun(Timestamp Request, string Name, Operation Operation) : IOutput
    {
        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;

        /// <inheritdoc/>
        public string? Detail => $"begins: {Operation}";
    }

    /// <summary>The operation is over.</summary>
    /// <param name="Request">Its number, and the process of the client.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record Operated(Timestamp Request, Outcome Outcome) : IOutput
    {
        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;

        /// <inheritdoc/>
        public string? Detail => $"ends: {Outcome}";
    }
}

/// <summary>What a client may read of a variable without a message (rule 23).</summary>
/// <param name="Value">The value; null if there is none.</param>
/// <param name="Version">How many operations have changed the variable; deletions count.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Deadline">See <see cref="ValueCopy.Deadline"/>.</param>
public readonly record struct VariableCopy(VariableValue? Value, long Version, ValueStamp Stamp, TimeSpan Deadline);

/// <summary>What can be done with a variable.</summary>
public abstract record Operation
{
    private Operation()
    {
    }

    internal static Operation Exchange(StateCodec codec, Operation? operation)
    {
        switch (codec.Number(operation switch { Write => 1, CompareAndSet => 2, Add => 3, Read { Keeps: true } => 4, _ => 0 }))
        {
            case 1: return new Write(VariableValue.Exchange(codec, (operation as Write)?.Value));
            case 2:
                var set = operation as CompareAndSet;
                return new CompareAndSet(
                    VariableValue.Exchange(codec, set?.Expected), VariableValue.Exchange(codec, set?.Value));
            case 3: return new Add(codec.Number((operation as Add)?.By ?? 0));
            case 4: return new Read(Keeps: true);
            default: return new Read();
        }
    }

    /// <summary>
    /// Reads it: from a copy, without a message, if this client has one that counts.
    /// </summary>
    /// <param name="Keeps">
    /// Whether a copy is to be made if there is none: see <see cref="VariablesClient.CopyOf"/>. Whoever waits to write then waits
    /// until the copy has been given up. If others have the lock or wait for it, the value is read without making a copy.
    /// </param>
    public sealed record Read(bool Keeps = false) : Operation
    {
        /// <inheritdoc/>
        public override string ToString() => Keeps ? "read and keep" : "read";
    }

    /// <summary>Writes it, whatever it was.</summary>
    /// <param name="Value">The new value; null deletes it.</param>
    public sealed record Write(VariableValue? Value) : Operation
    {
        /// <inheritdoc/>
        public override string ToString() => Value is null ? "delete" : $"write {Value}";
    }

    /// <summary>Writes it if it is what the caller expects.</summary>
    /// <param name="Expected">What it must be; null: it must have no value.</param>
    /// <param name="Value">The new value; null deletes it.</param>
    public sealed record CompareAndSet(VariableValue? Expected, VariableValue? Value) : Operation
    {
        /// <inheritdoc/>
        public override string ToString() => $"compare with {Expected?.ToString() ?? "none"}, set {Value?.ToString() ?? "none"}";
    }

    /// <summary>Adds to a whole number; none counts as 0. It goes on from the smallest number after the largest.</summary>
    /// <param name="By">How much.</param>
    public sealed record Add(long By) : Operation
    {
        /// <inheritdoc/>
        public override string ToString() => FormattableString.Invariant($"add {By}");
    }
}

/// <summary>How an operation ended.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Definite: it took effect, once.</summary>
    /// <param name="Value">The value that was read, or that the operation led to.</param>
    /// <param name="Version">How many operations had changed the variable then, this one included; deletions count.</param>
    public sealed record Done(VariableValue? Value, long Version) : Outcome
    {
        /// <inheritdoc/>
        public override string ToString() => $"done: {Value?.ToString() ?? "none"}";
    }

    /// <summary>Definite: it changed nothing, because the value is not the expected one.</summary>
    /// <param name="Current">The value.</param>
    /// <param name="Version">How many operations have changed the variable; deletions count.</param>
    public sealed record Mismatch(VariableValue? Current, long Version) : Outcome
    {
        /// <inheritdoc/>
        public override string ToString() => $"not as expected: {Current?.ToString() ?? "none"}";
    }

    /// <summary>Definite: it changed nothing, because the value is none of which the operation makes sense.</summary>
    /// <param name="Current">The value; null if the bytes there are no value of a variable.</param>
    public sealed record WrongKind(VariableValue? Current) : Outcome
    {
        /// <inheritdoc/>
        public override string ToString() => $"not a whole number: {Current?.ToString() ?? "unknown bytes"}";
    }

    /// <summary>Definite: it was given up before it could change anything.</summary>
    public sealed record NotDone : Outcome
    {
        /// <inheritdoc/>
        public override string ToString() => "not done";
    }

    /// <summary>Indefinite: it may have taken effect, or may still do so; but not twice.</summary>
    public sealed record Unknown : Outcome
    {
        /// <inheritdoc/>
        public override string ToString() => "unknown";
    }
}
