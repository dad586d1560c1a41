using Akka.Actor;

namespace Akka.Remote;

/// <summary>A ref of an actor in another system.</summary>
public interface IRemoteRef : IActorRefScope;
