namespace Coterie.Protocols.Kernel;

/// <summary>The standing of a process towards what it shares with the others.</summary>
public enum Standing
{
    /// <summary>It holds nothing and asks for nothing.</summary>
    Outside,

    /// <summary>It has asked, and waits.</summary>
    Waiting,

    /// <summary>It has what it asked for.</summary>
    Inside,
}

/// <summary>What an output says that the process did. Whatever judges, records or draws a run uses these values.</summary>
public enum Deed
{
    /// <summary>Nothing that changes its standing.</summary>
    None,

    /// <summary>It asked: it waits from now on.</summary>
    Asked,

    /// <summary>It entered: it is inside from now on.</summary>
    Entered,

    /// <summary>It left: it is outside from now on.</summary>
    Left,

    /// <summary>It gave up its request: it is outside from now on.</summary>
    Withdrew,

    /// <summary>
    /// It lost what it held, or its request was refused: it is outside from now on, although it did not ask to be.
    /// </summary>
    Lost,

    /// <summary>It used what it holds, or was answered without holding anything: <see cref="IOutput.Detail"/> says how.</summary>
    Used,
}
