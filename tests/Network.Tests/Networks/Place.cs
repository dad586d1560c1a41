namespace Coterie.Network.Tests.Networks;

/// <summary>Where a node runs, and the address that is its own there.</summary>
internal sealed record Place(string Address, Surroundings Surroundings)
{
    /// <summary>Runs the command here, with the times of <c>swift.conf</c>.</summary>
    public CoterieProcess Start(params string[] arguments) =>
        CoterieProcess.Start(Surroundings, [.. arguments, "--config", Path.Combine(AppContext.BaseDirectory, "swift.conf")]);
}
