namespace Coterie.Network.Tests.Networks;

/// <summary>Where a node runs, and the address that is its own there.</summary>
internal sealed record Place(string Address, Surroundings Surroundings)
{
    /// <summary>
    /// The times of nodes here: <c>swift.conf</c>, or <c>patient.conf</c> where packets are lost, which is silence for seconds
    /// now and then.
    /// </summary>
    public string Times { get; init; } = "swift.conf";

    /// <summary>Runs the command here.</summary>
    public CoterieProcess Start(params string[] arguments) =>
        CoterieProcess.Start(Surroundings, [.. arguments, "--config", Path.Combine(AppContext.BaseDirectory, Times)]);

    /// <summary>Runs a part of the tests here, a client of the memory at <paramref name="server"/>.</summary>
    public CoterieProcess StartPart(string part, string server, params string[] arguments) =>
        CoterieProcess.Start(Surroundings with { Program = "Coterie.Network.Tests.dll" }, [part, server, Times, .. arguments]);
}
