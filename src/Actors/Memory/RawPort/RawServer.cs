using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Memory;
using static Coterie.Actors.Memory.LocalMemoryProtocol;
using static Coterie.Actors.Memory.RawPort.RawPortProtocol;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// The raw port: the memory's default variable for clients in any language. A client sends <c>R</c> and gets the value, 4 bytes,
/// little-endian; or sends <c>W</c> and 4 such bytes and gets <c>OK</c>. Any other byte is ignored. Commands may come in pieces,
/// or many together; they are carried out in order, under the variable's lock.
/// </summary>
public sealed class RawServer
{
    /// <summary>
    /// How long <see cref="StopAsync"/> waits for commands that cannot be answered yet, or whose client does not take its
    /// answers.
    /// </summary>
    public static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private const int Backlog = 512;
    private static readonly TimeSpan LongestWaitForMemory = TimeSpan.FromSeconds(5);
    private readonly IActorRef _port;

    private RawServer(IActorRef port, IPEndPoint address) => (_port, Address) = (port, address);

    /// <summary>The endpoint at which it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Starts listening for commands to the memory's default variable.</summary>
    /// <param name="system">The system in which its actors run.</param>
    /// <param name="memory">The <see cref="MemoryActor"/>.</param>
    /// <param name="listen">Where to listen; port 0: any that is free.</param>
    /// <param name="settings">Its limits.</param>
    /// <exception cref="NodeException">It cannot listen there, or there can be no such variable.</exception>
    public static async Task<RawServer> StartAsync(
        ActorSystem system,
        IActorRef memory,
        IPEndPoint listen,
        RawPortSettings settings)
    {
        var open = new OpenVariable(VariableName.Default, SocketDispatcher.Section);
        var answer = await memory.Ask<object>(open, LongestWaitForMemory).ConfigureAwait(false);
        return answer is Opened opened
            ? Start(system, opened.Variable, listen, settings)
            : throw new NodeException($"The raw port needs the variable {VariableName.Default}: {((NotOpened)answer).Reason}.");
    }

    /// <summary>
    /// Starts listening for commands to the default variable of a group, whose members keep it together. The port closes with the
    /// actor system, too.
    /// </summary>
    /// <param name="system">The system in which its actors run.</param>
    /// <param name="coterie">The group.</param>
    /// <param name="listen">Where to listen; port 0: any that is free.</param>
    /// <param name="settings">Its limits.</param>
    /// <exception cref="NodeException">It cannot listen there.</exception>
    public static RawServer Start(ActorSystem system, ICoterie coterie, IPEndPoint listen, RawPortSettings settings)
    {
        var variable = system.ActorOf(GroupVariableActor.Props(coterie, VariableName.Default), "raw-port-variable");
        return Start(system, variable, listen, settings);
    }

    /// <summary>Starts listening for commands to one variable. The port closes with the actor system, too.</summary>
    /// <param name="system">The system in which its actors run.</param>
    /// <param name="variable">
    /// The variable's actor; fastest if it has the dispatcher <see cref="SocketDispatcher.Section"/>.
    /// </param>
    /// <param name="listen">Where to listen; port 0: any that is free.</param>
    /// <param name="settings">Its limits.</param>
    /// <exception cref="NodeException">It cannot listen there.</exception>
    public static RawServer Start(ActorSystem system, IActorRef variable, IPEndPoint listen, RawPortSettings settings)
    {
        var listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            listener.Bind(listen);
            listener.Listen(Backlog);
        }
        catch (SocketException failure)
        {
            listener.Dispose();
            throw new NodeException(
                $"The raw port must be a free one of an address of this machine, was [{listen}]: {failure.Message}.", failure);
        }
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var port = system.ActorOf(RawPortActor.Props(listener, variable, settings, ConnectionRoom.OfProcess), "raw-port");
        return new RawServer(port, address);
    }

    /// <summary>
    /// Takes no new clients, answers all commands that have arrived, and closes. Returns when everything is closed.
    /// </summary>
    public Task StopAsync() => _port.GracefulStop(2 * LongestFarewell, Finish.Instance);
}
