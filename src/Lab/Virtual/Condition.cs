namespace Coterie.Lab.Virtual;

/// <summary>What a process of a virtual run can do at the moment.</summary>
internal enum Condition
{
    /// <summary>Takes steps.</summary>
    Up,

    /// <summary>Takes none; what happens to it waits.</summary>
    Paused,

    /// <summary>Takes none; what happens to it is lost.</summary>
    Crashed,
}
