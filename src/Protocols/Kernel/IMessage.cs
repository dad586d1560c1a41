namespace Coterie.Protocols.Kernel;

/// <summary>A message of a protocol, from one process to another. Immutable; two with the same content are equal.</summary>
public interface IMessage
{
    /// <summary>
    /// What its paper calls it, in small letters with hyphens: <c>request</c>, <c>reply</c>, <c>token</c>. Always the same for a type.
    /// </summary>
    string Kind { get; }

    /// <summary>The request that it is about, whose cost it belongs to; null for a message that is about none.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="to">Who gets it.</param>
    Timestamp? About(ProcessId from, ProcessId to);

    /// <summary>
    /// Whether it makes sense in a group of <paramref name="processes"/>: whoever it names is one of them, and what it carries for each of
    /// them is there once. A message that does not fit comes from outside the group, and no machine gets it. Default yes.
    /// </summary>
    bool Fits(int processes) => true;
}

/// <summary>
/// A message that names its sender. Whoever hosts a machine takes it from nobody else.
/// </summary>
public interface ISignedMessage : IMessage
{
    /// <summary>The process that sent it.</summary>
    ProcessId From { get; }
}

/// <summary>What the client of a machine asks of it: the code that wants the lock, the variable, the critical section.</summary>
public interface ICommand;

/// <summary>What a machine says to its client, or to whoever looks on. Immutable; two with the same content are equal.</summary>
public interface IOutput
{
    /// <summary>What it means for where the process stands; default nothing.</summary>
    Deed Deed => Deed.None;

    /// <summary>The request of the process that it is about; null for none.</summary>
    Timestamp? Request => null;

    /// <summary>What more there is to say, in a few words: <c>write 5</c>; null for nothing.</summary>
    string? Detail => null;
}

/// <summary>An output that refuses the command at hand: the command changed nothing.</summary>
public interface IRefusal : IOutput;

/// <summary>
/// Something that must survive a crash. A later record with the same key takes its place. Immutable; two with the same content are equal.
/// </summary>
public interface IRecord
{
    /// <summary>What it is a record of.</summary>
    string Key { get; }
}
