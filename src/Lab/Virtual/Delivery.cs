using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// A message on its way to a process, or to a row of processes whose numbers follow each other, as a multicast has them: then the
/// sender, where it is in the row, gets none.
/// </summary>
/// <param name="Message">The message.</param>
/// <param name="From">The number of its sender.</param>
/// <param name="First">The number of the first receiver.</param>
/// <param name="Last">The number of the last one.</param>
/// <param name="Loss">Why it will not arrive, as decided when it was sent; null where it will.</param>
internal readonly record struct Delivery(IMessage Message, int From, int First, int Last, string? Loss);
