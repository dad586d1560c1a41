namespace Coterie.Actors.Memory;

/// <summary>The settings of the raw port, section <c>coterie.memory.raw-port</c>.</summary>
/// <param name="MostConnections">
/// How many clients it takes at once, from 1; further ones are closed at once. Default 1000.
/// </param>
public sealed record RawPortSettings(int MostConnections);
