using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>
/// The messages of mutual exclusion: between processes (Ricart and Agrawala 1981), and between a process and its client,
/// the code that wants the critical section.
/// </summary>
public static class MutexProtocol
{
    /// <summary>Everything that goes from process to process.</summary>
    public interface IWireMessage : ISignedMessage
    {
        /// <summary>The request that it is about, whose cost it belongs to; null for a message that is about none.</summary>
        Timestamp? Concerning { get; }

        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => Concerning;

        /// <inheritdoc/>
        bool IMessage.Fits(int processes) => From.IsOneOf(processes) && Concerning?.Process.IsOneOf(processes) != false;
    }

    /// <summary>
    /// From a process that wants in to every other. Answered by <see cref="Reply"/>, at once or after the receiver's exit.
    /// A duplicate of a request that was answered gets the reply again; of one that is deferred, nothing more;
    /// a late copy, older than the sender's latest request, is ignored.
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
    /// Consent to one request, from its receiver to its sender. Nothing answers it. A duplicate, and a reply to a request that
    /// was granted or withdrawn meanwhile, are ignored.
    /// </summary>
    /// <param name="From">Who consents.</param>
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

    /// <summary>The client wants in. Answered by <see cref="Entered"/> once every process has consented.</summary>
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
    /// The client no longer wants in. Answered by <see cref="Withdrawn"/>, unless <see cref="Entered"/> was on its way already: then it has no
    /// effect and no answer, and the client is inside.
    /// </summary>
    public sealed record Withdraw : ICommand
    {
        /// <summary>The one instance needed.</summary>
        public static Withdraw Instance { get; } = new();
    }

    /// <summary>The process has made a request. For whoever looks on.</summary>
    /// <param name="Request">The request.</param>
    public sealed record Asked(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Asked;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>To the client: it is inside, alone, until it says <see cref="Exit"/>.</summary>
    /// <param name="Request">
    /// The granted request. Whether a later holder's is larger depends on the algorithm: <see cref="MutexAlgorithm.FenceOf"/> gives a fencing token
    /// if it is.
    /// </param>
    public sealed record Entered(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Entered;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>The process has left. For whoever looks on.</summary>
    /// <param name="Request">The request with which it was inside.</param>
    public sealed record Left(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Left;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>To the client: the request is no longer standing; <see cref="Entered"/> will not come.</summary>
    /// <param name="Request">The request that was withdrawn.</param>
    public sealed record Withdrawn(Timestamp Request) : IOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Withdrew;

        /// <inheritdoc/>
        Timestamp? IOutput.Request => Request;
    }

    /// <summary>To the client: a command that the process cannot take in its phase; it changed nothing.</summary>
    /// <param name="Command">The command refused.</param>
    /// <param name="Phase">The phase that excludes it.</param>
    public sealed record Refused(ICommand Command, Phase Phase) : IRefusal;
}
