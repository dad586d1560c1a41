using Akka.Configuration;
using Akka.Dispatch;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// Runs its actors on one thread of its own, which waits for their sockets when they have nothing to do. A command
/// is received, carried out by another actor and answered without a change of threads, if all these actors have this
/// dispatcher. They must not block.
/// </summary>
internal sealed class SocketDispatcher : MessageDispatcher
{
    /// <summary>The section of the configuration that has this kind of dispatcher.</summary>
    public const string Section = "coterie.memory.raw-port.dispatcher";

    private readonly SocketLoop _loop = new();

    internal SocketDispatcher(SocketDispatcherConfigurator configurator)
        : base(configurator)
    {
        Id = configurator.Config.GetString("id") ?? Section;
        Throughput = configurator.Config.GetInt("throughput", 100);
    }

    /// <summary>
    /// Calls <paramref name="handler"/> whenever the socket is ready. Only for actors of this
    /// dispatcher, which must dispose of the watch on its thread, before the socket.
    /// </summary>
    internal SocketWatch Watch(System.Net.Sockets.Socket socket, ISocketHandler handler) => _loop.Watch(socket, handler);

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => _loop.Post(run);

    /// <summary>Nothing to do: the thread ends when it has neither sockets nor actors to run.</summary>
    protected override void Shutdown()
    {
    }
}

/// <summary>Makes the <see cref="SocketDispatcher"/> for a section that names this class as its <c>type</c>.</summary>
internal sealed class SocketDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly SocketDispatcher _dispatcher;

    /// <summary>For one section.</summary>
    public SocketDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new SocketDispatcher(this);

    /// <summary>The same one each time: its actors share the thread.</summary>
    public override MessageDispatcher Dispatcher() => _dispatcher;
}
