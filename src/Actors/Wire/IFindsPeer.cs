namespace Coterie.Actors.Wire;

/// <summary>
/// A message that may go to another node by a selection: to an actor whose reference the sender does not have yet.
/// </summary>
internal interface IFindsPeer;
