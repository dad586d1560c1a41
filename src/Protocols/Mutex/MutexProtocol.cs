using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>
/// The messages of mutual exclusion: between processes (Ricart and Agrawala 1981), and between a process and its client,
/// the code that wants the critical section.
/// </summary>
public static class MutexProtocol
{
    /// <summary>A message between processes.</summary>
    public interface IWireMessage : ISignedMessage
    {
        /// <summary>The request that it is about, and to whose cost it is counted; null if it is about none.</summary>
        Timestamp? Concerning { get; }

        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => Concerning;

        /// <inheritdoc/>
        bool IMessage.Fits(int processes) => From.IsOneOf(processes) && Concerning?.Process.IsOneOf(processes) != false;
    }

    /// <summary>
    /// From a process that wants to enter to every other process. Answered by <see cref="Reply"/>, at once or after the
    /// receiver's exit. A duplicate of an answered request gets the reply again; a duplicate of a deferred request gets no
    /// further answer. A late copy that is older than the sender's latest request is ignored.
    /// </summary>
    /// <param name="At">When it was made, in the order of all requests.</param>
    public sealed record Request(Timestamp At) : IWireMessage
    {
        /// <inheritdoc/>
        public ProcessId From => At.Process;

        /// <inheritdoc/>
        public string Kind => "request";

        /// <inheritdoc/>
        public Timestamp? Concerning => At;

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => At;
    }

    /// <summary>
    /// Consent to one request, from its receiver to its sender. Nothing answers it. A duplicate is ignored, and so is a reply
    /// to a request that was granted or withdrawn in the meantime.
    /// </summary>
    /// <param name="From">The process that consents.</param>
    /// <param name="To">The request consented to.</param>
    public sealed record Reply(ProcessId From, Timestamp To) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "reply";

        /// <inheritdoc/>
        public Timestamp? Concerning => To;

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => To;
    }

    /// <summary>The client wants to enter. Answered by <see cref="Entered"/> once every process has consented.</summary>
    public sealed record Enter : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static Enter Instance { get; } = new();
    }

    /// <summary>The client leaves. Nothing answers it.</summary>
    public sealed record Exit : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static Exit Instance { get; } = new();
    }

    /// <summary>
    /// The client no longer wants to enter. Answered by <see cref="Withdrawn"/>. If <see cref="Entered"/> was on its way already,
    /// the command has no effect and no answer, and the client is inside.
    /// </summary>
    public sealed record Withdraw : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static Withdraw Instance { get; } = new();
    }

    /// <summary>The process has made a request. For observers.</summary>
    /// <param name="Request">The request.</param>
    public sealed record Asked(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Asked;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>To the client: it is inside, alone, until it sends <see cref="Exit"/>.</summary>
    /// <param name="Request">
    /// The granted request. The algorithm decides whether a later entry always has a larger one; if so,
    /// <see cref="MutexAlgorithm.FenceOf"/> gives a fencing token.
    /// </param>
    public sealed record Entered(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Entered;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>The process has left. For observers.</summary>
    /// <param name="Request">The request with which it was inside.</param>
    public sealed record Left(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Left;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>To the client: the request no longer stands; <see cref="Entered"/> will not come.</summary>
    /// <param name="Request">The request that was withdrawn.</param>
    public sealed record Withdrawn(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Withdrew;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>A step has changed the state of the process. For observers, if <see cref="MutexSettings.NotesState"/>.</summary>
    /// <param name="Text">The state, in the words of the paper.</param>
    public sealed record State(string Text) : IOutput
    {
        /// <inheritdoc/>
        string? IOutput.Detail => Text;
    }

    /// <summary>To the client: the command is not allowed in the phase of the process; it changed nothing.</summary>
    /// <param name="Command">The refused command.</param>
    /// <param name="Phase">The phase that excludes it.</param>
    public sealed record Refused(ICommand Command, Phase Phase) : IRefusal;
}
