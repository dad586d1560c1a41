using Akka.Actor;

namespace Akka.Serialization;

// Refs in messages: which address they are written with.
public partial class Serialization
{
    [ThreadStatic]
    private static Information? _transport;

    /// <summary>What is set for this thread. Whoever sets it puts back what was there.</summary>
    internal static Information? Transport
    {
        get => _transport;
        set => _transport = value;
    }

    /// <summary>The information that <see cref="WithTransport{T}(ActorSystem, Address, Func{T})"/> has set for this thread.</summary>
    /// <exception cref="InvalidOperationException">None is set.</exception>
    public static Information GetCurrentTransportInformation() => _transport
        ?? throw new InvalidOperationException("Transport information must be asked for inside Serialization.WithTransport, was outside.");

    /// <summary>Runs <paramref name="action"/> with the refs of <paramref name="system"/> written with an address.</summary>
    public static T WithTransport<T>(ActorSystem system, Address address, Func<T> action)
    {
        var before = _transport;
        _transport = new Information(address, system);
        try
        {
            return action();
        }
        finally
        {
            _transport = before;
        }
    }

    /// <summary>Runs <paramref name="action"/> with the refs of <paramref name="system"/> written with its own address.</summary>
    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action)
    {
        var before = _transport;
        _transport = system.Provider.SerializationInformation;
        try
        {
            return action(state);
        }
        finally
        {
            _transport = before;
        }
    }

    /// <summary>
    /// A ref as text that other systems can resolve: with the address of the present transport, else with that of its own system,
    /// and with its uid.
    /// </summary>
    public static string SerializedActorPath(IActorRef @ref)
    {
        if (@ref.IsNobody()) return "";
        var path = @ref.Path;
        if (path.Address.HasGlobalScope) return path.ToSerializationFormat();
        var system = @ref is IInternalActorRef actor ? (ExtendedActorSystem)actor.Provider.Settings.System : null;
        var address = _transport switch
        {
            null => system?.Provider.DefaultAddress,
            _ when system is null || ReferenceEquals(_transport.System, system) => _transport.Address,
            _ => system.Provider.GetExternalAddressFor(_transport.Address) ?? system.Provider.DefaultAddress,
        };
        return address is null ? path.ToSerializationFormat() : path.ToSerializationFormatWithAddress(address);
    }

    /// <summary>The ref of a path that <see cref="SerializedActorPath"/> wrote; one of this system's own comes home.</summary>
    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);
}
