namespace Coterie.Actors.Nodes;

/// <summary>What <see cref="PortProbe"/> found.</summary>
internal abstract record PortFinding
{
    private PortFinding()
    {
    }

    /// <summary>There is no connection.</summary>
    /// <param name="Reason">Why, for the user, to stand behind a colon.</param>
    public sealed record Closed(string Reason) : PortFinding;

    /// <summary>A raw port listens there.</summary>
    public sealed record RawPort : PortFinding;

    /// <summary>Something listens there, and it is not a raw port.</summary>
    public sealed record Open : PortFinding;
}
