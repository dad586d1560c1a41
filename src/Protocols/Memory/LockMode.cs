namespace Coterie.Protocols.Memory;

/// <summary>What a client wants a variable's lock for.</summary>
public enum LockMode
{
    /// <summary>To read: beside other readers.</summary>
    Read,

    /// <summary>To write: alone.</summary>
    Write,
}
