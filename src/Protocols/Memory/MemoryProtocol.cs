using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Protocols.Memory;

/// <summary>
/// The messages between clients and the shared memory. A client sends its commands to <c>/user/memory</c>, which passes them on,
/// or directly to <c>/user/memory/NAME</c>. Each command carries an id that its client has not used before, and every answer
/// repeats it. The network may lose messages: a client that got no answer may send the same command again, and each command says
/// what a second copy does.
/// </summary>
public static partial class MemoryProtocol
{
    /// <summary>
    /// The most bytes that the values of one operation have together: a comparison of two long texts would be too long for a
    /// message.
    /// </summary>
    public const int MostBytesOfOperation = 96 * 1024;

    /// <summary>A message between nodes; bound to one serializer in <c>reference.conf</c>.</summary>
    public interface IWireMessage : IMessage
    {
        /// <summary>The id of the command; in an answer, the id of the answered command.</summary>
        long Id { get; }

        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => new(Id, to);
    }

    /// <summary>A command of a client.</summary>
    public interface IClientCommand : IWireMessage
    {
        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => new(Id, from);
    }

    /// <summary>A command to one variable.</summary>
    public interface IVariableCommand : IClientCommand
    {
        /// <summary>The variable; see <see cref="VariableName"/>.</summary>
        string Name { get; }
    }

    /// <summary>
    /// Asks for a whole number of 32 bits. Answered by <see cref="Current"/> or <see cref="Refused"/>, also if the value is
    /// something else: at once under a lock, otherwise when a reader may enter. A copy of a read that waits gets no answer of
    /// its own; a later copy is served as a new read.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Name">The variable; one that was never written holds 0.</param>
    /// <param name="Under">The id of the lock to read under; null for none, even if the client holds one.</param>
    public sealed record Read(long Id, string Name, long? Under = null) : IVariableCommand
    {
        /// <inheritdoc/>
        public string Kind => "read";
    }

    /// <summary>
    /// Sets the value. Answered by <see cref="Written"/> or <see cref="Refused"/>: at once under a write lock, otherwise when a
    /// writer may enter. A copy of a write that waits gets no answer of its own; a later copy writes again.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Value">The new value.</param>
    /// <param name="Under">The id of the write lock to write under; null for none, even if the client holds one.</param>
    /// <param name="Fence">
    /// The timestamp of a fencing token, <see cref="Mutex.Fence"/>: refused if the variable saw a larger one.
    /// </param>
    public sealed record Write(long Id, string Name, Value Value, long? Under = null, Timestamp? Fence = null) : IVariableCommand
    {
        /// <inheritdoc/>
        public string Kind => "write";
    }

    /// <summary>
    /// Does something with a variable, once. A read waits like <see cref="Read"/>, everything else like <see cref="Write"/>.
    /// Answered by <see cref="Operated"/> or <see cref="Refused"/>. A copy of an operation that waits gets no answer of its
    /// own; a later copy is answered like the first one, and changes nothing.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>; together with the client, the name of the operation.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Operation">What to do.</param>
    /// <param name="Client">Names the client, also when it comes from another node: from 1, drawn once.</param>
    /// <param name="Under">The id of the lock to do it under; null for none, even if the client holds one.</param>
    /// <param name="Fence">As in <see cref="Write"/>; a read has none.</param>
    /// <param name="IsRepeated">
    /// Whether the client has sent it before, on a connection that was lost. If the variable has been changed so often since that
    /// it cannot tell whether it was done, the answer is <see cref="Outcome.Unknown"/>.
    /// </param>
    public sealed record Operate(
        long Id,
        string Name,
        Operation Operation,
        SessionId Client,
        long? Under = null,
        Timestamp? Fence = null,
        bool IsRepeated = false) : IVariableCommand
    {
        /// <inheritdoc/>
        public string Kind => "operate";

        /// <summary>What it needs the lock for.</summary>
        public LockMode Mode => Operation is Operation.Read ? LockMode.Read : LockMode.Write;

        /// <summary>How many bytes its values have together.</summary>
        public int BytesOfValues => Operation switch
        {
            Operation.Write m => BytesOf(m.Value),
            Operation.CompareAndSet m => BytesOf(m.Expected) + BytesOf(m.Value),
            _ => 0,
        };

        private static int BytesOf(VariableValue? value) => value?.Content.Bytes.Length ?? 0;
    }

    /// <summary>
    /// Asks for a read lock: other readers may hold it at the same time, a writer may not. Answered by <see cref="Granted"/>,
    /// when a reader may enter, or by <see cref="Refused"/>. A copy of an acquire that waits is kept once. If the lock is held, a
    /// copy is answered again and the lease starts again; if it is no longer held, a copy asks for it again.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>; the lock's id from now on.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Lease">How long to hold it at most; null: the server's default. The server may give less.</param>
    public sealed record AcquireRead(long Id, string Name, TimeSpan? Lease = null) : IVariableCommand
    {
        /// <inheritdoc/>
        public string Kind => "acquire-read";
    }

    /// <summary>
    /// Asks for the write lock: held alone, and granted before any reader that waits. Answers and copies as for
    /// <see cref="AcquireRead"/>.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>; the lock's id from now on.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Lease">How long to hold it at most; null: the server's default. The server may give less.</param>
    public sealed record AcquireWrite(long Id, string Name, TimeSpan? Lease = null) : IVariableCommand
    {
        /// <inheritdoc/>
        public string Kind => "acquire-write";
    }

    /// <summary>
    /// Gives a lock back, or no longer asks for it: also for a <see cref="Granted"/> that the client does not expect any more.
    /// Answered by <see cref="Released"/> or <see cref="Refused"/>; a copy by the latter. A read or a write that waits can be
    /// given up too.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Name">The variable.</param>
    /// <param name="Lock">The id of the command that asked.</param>
    public sealed record Release(long Id, string Name, long Lock) : IVariableCommand
    {
        /// <inheritdoc/>
        public string Kind => "release";
    }

    /// <summary>
    /// Asks <c>/user/memory</c> for the variables there are. Answered by <see cref="Listing"/>, when its turn comes, or by
    /// <see cref="Refused"/>; a copy is answered too.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="After">List the names after this one; null: from the first.</param>
    public sealed record List(long Id, string? After = null) : IClientCommand
    {
        /// <inheritdoc/>
        public string Kind => "list";
    }

    /// <summary>Answers <see cref="Read"/>.</summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Value">The value written last; 0 if there is none.</param>
    /// <param name="IsNeverWritten">
    /// Whether the variable has no value: nobody has written it since the memory began, or it was deleted. False also from a
    /// server that cannot say so.
    /// </param>
    public sealed record Current(long Id, Value Value, bool IsNeverWritten = false) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "current";
    }

    /// <summary>Answers <see cref="Write"/>: every later read sees it or what was written after it.</summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    public sealed record Written(long Id) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "written";
    }

    /// <summary>Answers <see cref="Operate"/>: every later read sees it or what came after it.</summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Outcome">What became of it: all but <see cref="Outcome.NotDone"/>.</param>
    public sealed record Operated(long Id, Outcome Outcome) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "operated";
    }

    /// <summary>
    /// Answers an acquire: the lock is held, until it is released, its client stops or cannot be reached, or the lease runs out.
    /// </summary>
    /// <param name="Id">The id of the lock, to read or write under and to release.</param>
    /// <param name="Lease">How long, from when this was sent.</param>
    public sealed record Granted(long Id, TimeSpan Lease) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "granted";
    }

    /// <summary>Answers <see cref="Release"/>: the lock is no longer held or waited for.</summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    public sealed record Released(long Id) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "released";
    }

    /// <summary>To a holder whose lease ran out: the lock is no longer held. Nothing answers it.</summary>
    /// <param name="Id">The id of the lock.</param>
    public sealed record Expired(long Id) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "expired";
    }

    /// <summary>
    /// Answers <see cref="List"/>, with each value as it was when its variable was asked, whoever holds a lock.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Page">In the order of the names.</param>
    /// <param name="IsLast">Whether there are no more after these.</param>
    public sealed record Listing(long Id, IReadOnlyList<NamedValue> Page, bool IsLast) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "variables";
    }

    /// <summary>Answers any command that was not carried out; it changed nothing and will not.</summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(long Id, Refusal Reason) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "refused";
    }

    /// <summary>One variable of a list.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">A whole number of 32 bits; 0 if there is none, or another value.</param>
    /// <param name="IsNeverWritten">
    /// As in <see cref="Current"/>: the variable is there because somebody locked it, because the raw port needs it, or because
    /// it was deleted.
    /// </param>
    /// <param name="Other">A value that is no whole number of 32 bits; null if there is none.</param>
    public sealed record NamedValue(string Name, Value Value, bool IsNeverWritten = false, VariableValue? Other = null);
}
