using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Election;

/// <summary>
/// The messages by which a new coordinator is elected and takes over, besides <see cref="MutexProtocol.Request"/> and
/// <see cref="CentralProtocol.Release"/>. They are used in virtual time alone, so they have no wire format. A term names the
/// reign of a coordinator: its clock is the number of the reign, its process is the coordinator.
/// </summary>
internal static class ElectionProtocol
{
    /// <summary>A message of the election, or from or to a coordinator that was elected.</summary>
    public interface IElectionMessage : ISignedMessage
    {
        /// <inheritdoc/>
        Timestamp? IMessage.About(ProcessId from, ProcessId to) => null;
    }

    /// <summary>
    /// From a process that looks for a coordinator to all others. Answered by <see cref="Ok"/>, or by <see cref="Coordinator"/>
    /// if the receiver is the coordinator and has the smaller number.
    /// </summary>
    /// <param name="From">The candidate.</param>
    public sealed record Elect(ProcessId From) : IElectionMessage
    {
        /// <inheritdoc/>
        public string Kind => "election";
    }

    /// <summary>The receiver of <see cref="Elect"/> is there. If it has the smaller number, the candidate gives up.</summary>
    /// <param name="From">The sender.</param>
    /// <param name="Term">The latest term that it knows; a new one must have a larger number.</param>
    public sealed record Ok(ProcessId From, Timestamp Term) : IElectionMessage
    {
        /// <inheritdoc/>
        public string Kind => "ok";
    }

    /// <summary>
    /// The sender is the coordinator. Answered by <see cref="Report"/>; ignored if the receiver knows a later term.
    /// </summary>
    /// <param name="Term">The term, which names the sender.</param>
    public sealed record Coordinator(Timestamp Term) : IElectionMessage
    {
        /// <inheritdoc/>
        public ProcessId From => Term.Process;

        /// <inheritdoc/>
        public string Kind => "coordinator";
    }

    /// <summary>Where the sender stands. Ignored if the receiver is no coordinator.</summary>
    /// <param name="From">The sender.</param>
    /// <param name="Term">The latest term that it knows. In another one it ignores the grants of the receiver.</param>
    /// <param name="Request">The request with which it waits or is inside; null for none.</param>
    /// <param name="IsInside">Whether it is inside.</param>
    /// <param name="Over">Its requests up to this number are over.</param>
    public abstract record Whereabouts(ProcessId From, Timestamp Term, Timestamp? Request, bool IsInside, long Over)
        : IElectionMessage
    {
        /// <inheritdoc/>
        public abstract string Kind { get; }
    }

    /// <summary>The answer to <see cref="Coordinator"/>.</summary>
    public sealed record Report(ProcessId From, Timestamp Term, Timestamp? Request, bool IsInside, long Over)
        : Whereabouts(From, Term, Request, IsInside, Over)
    {
        /// <inheritdoc/>
        public override string Kind => "report";
    }

    /// <summary>The answer to <see cref="Probe"/>.</summary>
    public sealed record Here(ProcessId From, Timestamp Term, Timestamp? Request, bool IsInside, long Over)
        : Whereabouts(From, Term, Request, IsInside, Over)
    {
        /// <inheritdoc/>
        public override string Kind => "here";
    }

    /// <summary>
    /// From a process that waits to its coordinator, or from the coordinator to the process that has the section: are you there?
    /// Answered by <see cref="Here"/>; a process that is no coordinator does not answer a process that takes it for one.
    /// </summary>
    /// <param name="From">The sender.</param>
    /// <param name="Term">The term that it is in.</param>
    public sealed record Probe(ProcessId From, Timestamp Term) : IElectionMessage
    {
        /// <inheritdoc/>
        public string Kind => "probe";
    }

    /// <summary>From the coordinator to the next process. Ignored if it comes from an earlier term.</summary>
    /// <param name="Term">The term of the coordinator.</param>
    /// <param name="To">The granted request.</param>
    public sealed record Grant(Timestamp Term, Timestamp To) : IElectionMessage
    {
        /// <inheritdoc/>
        public ProcessId From => Term.Process;

        /// <inheritdoc/>
        public string Kind => "grant";

        /// <inheritdoc/>
        public Timestamp? About(ProcessId from, ProcessId to) => To;
    }
}
