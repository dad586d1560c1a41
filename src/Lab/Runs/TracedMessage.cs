using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What a record keeps of a message: enough to judge, to draw and to match.</summary>
/// <param name="Kind">See <see cref="IMessage.Kind"/>.</param>
/// <param name="Concerning">The request that it is about; null for none.</param>
internal sealed record TracedMessage(string Kind, Timestamp? Concerning) : IMessage
{
    /// <inheritdoc/>
    public Timestamp? About(ProcessId from, ProcessId to) => Concerning;
}

/// <summary>What a record keeps of an output: everything that a judge uses.</summary>
/// <param name="Deed">See <see cref="IOutput.Deed"/>.</param>
/// <param name="Request">See <see cref="IOutput.Request"/>.</param>
/// <param name="Detail">See <see cref="IOutput.Detail"/>.</param>
internal sealed record TracedOutput(Deed Deed, Timestamp? Request, string? Detail = null) : IOutput;
