using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Memory;

/// <summary>Why a command was refused. Every refusal is definite: the command changed nothing and will not.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>As many commands as <paramref name="MostWaiting"/> wait for the variable already.</summary>
    public sealed record QueueFull(int MostWaiting) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"{MostWaiting} commands wait for this variable already";
    }

    /// <summary>As many locks on the variable as <paramref name="Most"/> are held or waited for already.</summary>
    public sealed record TooManyLocks(int Most) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Most} locks on this variable are held or waited for already";
    }

    /// <summary>The sender itself holds or waits for <paramref name="Most"/> locks on the variable already.</summary>
    public sealed record TooManyLocksOfClient(int Most) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"this client holds or waits for {Most} locks on this variable already";
    }

    /// <summary>
    /// The memory keeps <paramref name="Most"/> locks that are held and commands that wait already, of all variables and clients.
    /// </summary>
    public sealed record MemoryFull(int Most) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"the memory keeps {Most} locks and waiting commands already";
    }

    /// <summary><paramref name="Most"/> commands wait for a list already.</summary>
    public sealed record TooManyLists(int Most) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Most} commands wait for a list already";
    }

    /// <summary><paramref name="Most"/> watches of variables are there already.</summary>
    public sealed record TooManyWatches(int Most) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"the memory has {Most} watches already";
    }

    /// <summary>A write with a larger fence was seen: the section that this one was made in is over.</summary>
    /// <param name="Seen">The largest fence seen.</param>
    public sealed record Fenced(Timestamp Seen) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"the fence must be {Seen} or larger";
    }

    /// <summary>
    /// The sender does not hold that lock: released, outlived its lease, never granted, or granted to read and meant to write
    /// under.
    /// </summary>
    public sealed record NotHeld : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => "the lock is not held (released, or its lease ran out)";
    }

    /// <summary>The sender used that id for another lock that it holds or waits for.</summary>
    public sealed record IdTaken : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => "the id is that of another lock";
    }

    /// <summary>The name breaks <see cref="VariableName.Rule"/>.</summary>
    public sealed record BadName : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"the name must be {VariableName.Rule}";
    }

    /// <summary>There are <paramref name="MostVariables"/> variables, and this would be another.</summary>
    public sealed record TooManyVariables(int MostVariables) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"there are {MostVariables} variables already";
    }

    /// <summary>
    /// The variable's actor failed and its value is lost; it does not come back as if it had never been written.
    /// </summary>
    public sealed record VariableFailed : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => "the variable failed and lost its value";
    }

    /// <summary>A <see cref="MemoryProtocol.Read"/> of a value that is something else than a whole number of 32 bits.</summary>
    public sealed record NoNumber : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"the variable must be {Value.Rule}, and has another value";
    }

    /// <summary>The values of one operation have more than <paramref name="MostBytes"/> bytes together.</summary>
    public sealed record TooLarge(int MostBytes) : Refusal
    {
        /// <inheritdoc/>
        public override string ToString() => $"the values of one operation must have at most {MostBytes} bytes together";
    }
}
