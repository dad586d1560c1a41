namespace Coterie.Protocols.Kernel;

/// <summary>A message of a protocol, from one process to another. Immutable; two with the same content are equal.</summary>
public interface IMessage
{
    /// <summary>
    /// The name that its paper uses, in lower case with hyphens: <c>request</c>, <c>reply</c>, <c>token</c>. Each type has one.
    /// </summary>
    string Kind { get; }

    /// <summary>The request that it is about, and to whose cost it is counted; null if it is about none.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    Timestamp? About(ProcessId from, ProcessId to);

    /// <summary>
    /// Whether it makes sense in a group of <paramref name="processes"/>: every process that it names is in the group, and every
    /// list with a value for each process has that length. A message that does not fit comes from outside the group, and no
    /// machine gets it. Default: yes.
    /// </summary>
    bool Fits(int processes) => true;
}

/// <summary>
/// A message that names its sender. A host of a machine accepts it from no other process.
/// </summary>
public interface ISignedMessage : IMessage
{
    /// <summary>The process that sent it.</summary>
    ProcessId From { get; }
}

/// <summary>
/// A command of the machine's client, which is the code that wants the lock, the variable or the critical section.
/// </summary>
public interface ICommand;

/// <summary>What a machine says to its client or to observers. Immutable; two with the same content are equal.</summary>
public interface IOutput
{
    /// <summary>What it means for the standing of the process; default: nothing.</summary>
    Deed Deed => Deed.None;

    /// <summary>The request of the process that it is about; null if there is none.</summary>
    Timestamp? Request => null;

    /// <summary>Further information in a few words: <c>write 5</c>; null if there is none.</summary>
    string? Detail => null;
}

/// <summary>An output that refuses the current command, which changed nothing.</summary>
public interface IRefusal : IOutput;

/// <summary>
/// Something that must survive a crash. A later record with the same key replaces it. Immutable; two with the same content are
/// equal.
/// </summary>
public interface IRecord
{
    /// <summary>Names what the record is about.</summary>
    string Key { get; }
}
