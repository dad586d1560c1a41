namespace Coterie.Protocols.Kernel;

/// <summary>What a protocol assumes of the network.</summary>
/// <param name="InOrder">
/// Whether it assumes that messages from one process to another arrive in the order in which they were sent.
/// </param>
/// <param name="Lossless">Whether it assumes that no message is lost and none arrives twice.</param>
public sealed record NetworkNeeds(bool InOrder, bool Lossless);
