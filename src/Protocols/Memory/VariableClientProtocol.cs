using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Memory;

/// <summary>What passes between a <see cref="VariableClient"/> and its own client, the code that wants the variable.</summary>
public static class VariableClientProtocol
{
    /// <summary>
    /// Wants the variable's lock. Answered by <see cref="Entered"/>, when it is granted, or <see cref="Lost"/>. Taken only
    /// outside.
    /// </summary>
    /// <param name="Mode">To read or to write.</param>
    /// <param name="Lease">How long to hold it at most; null: the server's default.</param>
    public sealed record Acquire(LockMode Mode, TimeSpan? Lease = null) : ICommand;

    /// <summary>
    /// Wants the value: inside, under the lock that is held; outside, under none. Answered by <see cref="Used"/> or
    /// <see cref="Lost"/>.
    /// </summary>
    public sealed record Get : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static Get Instance { get; } = new();
    }

    /// <summary>
    /// Sets the value: inside, under the lock that is held; outside, under none. Answered by <see cref="Used"/> or
    /// <see cref="Lost"/>.
    /// </summary>
    /// <param name="Value">The new value.</param>
    public sealed record Put(Value Value) : ICommand;

    /// <summary>
    /// Gives the lock back. Answered by <see cref="Left"/>, at once. Taken only inside, while nothing is asked under the lock.
    /// </summary>
    public sealed record Leave : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static Leave Instance { get; } = new();
    }

    /// <summary>
    /// No longer waits. Answered by <see cref="Withdrawn"/>, at once; whether a write takes effect is not known then. Inside it
    /// has no effect and no answer: <see cref="Entered"/> was on its way. Refused outside.
    /// </summary>
    public sealed record GiveUp : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static GiveUp Instance { get; } = new();
    }

    /// <summary>What the client of a variable says about a request.</summary>
    public interface IRequestOutput : IOutput
    {
        /// <summary>The request: the id of the command, and the client.</summary>
        new Timestamp Request { get; }

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>It has asked, from outside. For whoever looks on.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Access">What for: a lock, a read or a write.</param>
    public sealed record Asked(Timestamp Request, Access Access) : IRequestOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Asked;

        /// <inheritdoc/>
        public string Detail => Access.ToString();
    }

    /// <summary>It has asked for a read or a write under the lock that it holds. For whoever looks on.</summary>
    /// <param name="Request">The request of this read or write, and not that of the lock.</param>
    /// <param name="Access">What for: a read or a write.</param>
    public sealed record Began(Timestamp Request, Access Access) : IRequestOutput
    {
        /// <inheritdoc/>
        public string Detail => Access.ToString();
    }

    /// <summary>
    /// It is inside: the lock is held, until <see cref="Leave"/> or <see cref="Lost"/>. A read or a write under no lock is inside
    /// for the step that brings its answer: <see cref="Entered"/>, <see cref="Used"/> and <see cref="Left"/> follow one another.
    /// </summary>
    /// <param name="Request">The granted request.</param>
    /// <param name="Access">What for.</param>
    public sealed record Entered(Timestamp Request, Access Access) : IRequestOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Entered;

        /// <inheritdoc/>
        public string Detail => Access.ToString();
    }

    /// <summary>A read or a write has its answer.</summary>
    /// <param name="Request">The request of this read or write, and not that of the lock.</param>
    /// <param name="Access">What was read or written.</param>
    public sealed record Used(Timestamp Request, Access Access) : IRequestOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Used;

        /// <inheritdoc/>
        public string Detail => Access.ToString();
    }

    /// <summary>It is outside, as it wanted.</summary>
    /// <param name="Request">The request with which it was inside.</param>
    public sealed record Left(Timestamp Request) : IRequestOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Left;
    }

    /// <summary>It no longer waits: <see cref="Entered"/> will not come.</summary>
    /// <param name="Request">The request that was given up.</param>
    public sealed record Withdrawn(Timestamp Request) : IRequestOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Withdrew;
    }

    /// <summary>
    /// It is outside without having wanted it: the request was refused, or the lock is no longer held. Whether a write that was
    /// asked for under the lock took effect is not known.
    /// </summary>
    /// <param name="Request">The request with which it waited or was inside.</param>
    /// <param name="Reason">Why, in a few words.</param>
    public sealed record Lost(Timestamp Request, string Reason) : IRequestOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Lost;

        /// <inheritdoc/>
        public string Detail => Reason;
    }

    /// <summary>A command that cannot be taken now; it changed nothing.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Standing">Where the process stands.</param>
    public sealed record OutOfTurn(ICommand Command, Standing Standing) : IRefusal;
}
