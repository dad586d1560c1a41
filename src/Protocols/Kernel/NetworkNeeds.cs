namespace Coterie.Protocols.Kernel;

/// <summary>What a protocol assumes of the network.</summary>
/// <param name="InOrder">That messages from one process to another arrive in the order in which they were sent.</param>
/// <param name="Lossless">That none is lost and none arrives twice.</param>
public sealed record NetworkNeeds(bool InOrder, bool Lossless);
