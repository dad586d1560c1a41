namespace Coterie.Protocols.Kernel;

/// <summary>Where a process stands towards what it shares with the others.</summary>
public enum Standing
{
    /// <summary>It holds nothing and asks for nothing.</summary>
    Outside,

    /// <summary>It has asked, and waits.</summary>
    Waiting,

    /// <summary>It has what it asked for.</summary>
    Inside,
}

/// <summary>What an output says that the process did. Everything that judges, records or draws a run goes by these.</summary>
public enum Deed
{
    /// <summary>Nothing that changes where it stands.</summary>
    None,

    /// <summary>It asked: it waits from now on.</summary>
    Asked,

    /// <summary>It entered: it is inside from now on.</summary>
    Entered,

    /// <summary>It left: it is outside from now on.</summary>
    Left,

    /// <summary>It gave up its request: it is outside from now on.</summary>
    Withdrew,

    /// <summary>It was put out, or its request was refused: it is outside from now on, without having wanted it.</summary>
    Lost,

    /// <summary>It used what it holds, or was answered without holding anything: <see cref="IOutput.Detail"/> says how.</summary>
    Used,
}
