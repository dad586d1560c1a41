using System.Diagnostics.CodeAnalysis;

namespace Akka.Remote.Wire;

/// <summary>Bytes from a peer are not what the protocol says. The only exception that reading a frame throws.</summary>
internal sealed class WireFormatException(string message) : Exception(message)
{
    [DoesNotReturn]
    public static void Throw(string message) => throw new WireFormatException(message);
}
