namespace Coterie.Network.Tests.Networks;

/// <summary>Where a node runs, and its address there.</summary>
internal sealed record Place(string Address, Surroundings Surroundings)
{
    /// <summary>
    /// The file with the times of nodes here: <c>swift.conf</c>, or <c>patient.conf</c> if packets are lost, because then
    /// nodes are sometimes silent for seconds.
    /// </summary>
    public string Times { get; init; } = "swift.conf";

    /// <summary>Runs the command here.</summary>
    public CoterieProcess Start(params string[] arguments) =>
        CoterieProcess.Start(Surroundings, [.. arguments, "--config", Path.Combine(AppContext.BaseDirectory, Times)]);

    /// <summary>
    /// Runs a part of the tests here: a client of the memory at <paramref name="server"/>, or of the lock members there.
    /// </summary>
    public CoterieProcess StartPart(string part, string server, params string[] arguments) =>
        CoterieProcess.Start(Surroundings with { Program = "Coterie.Network.Tests.dll" }, [part, server, Times, .. arguments]);
}
