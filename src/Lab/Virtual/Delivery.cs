using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// A message on its way to a process, or, for a multicast, to a row of processes with consecutive numbers. A sender within the
/// row does not get the message.
/// </summary>
/// <param name="Message">The message.</param>
/// <param name="From">The number of its sender.</param>
/// <param name="First">The number of the first receiver.</param>
/// <param name="Last">The number of the last one.</param>
/// <param name="Loss">Why it will not arrive, as decided when it was sent; null if it will.</param>
internal readonly record struct Delivery(IMessage Message, int From, int First, int Last, string? Loss);
