using Akka.Actor;
using Coterie.Actors.Memory;

namespace Coterie.Actors.Nodes;

/// <summary>
/// What a node offers to anybody who can reach its port: the actors that a peer may send to, and those that it may watch.
/// </summary>
internal static class Offers
{
    /// <summary>The name of a run's actor, under <c>/user</c>.</summary>
    public const string Run = "run";

    /// <summary>The name, under <c>/user</c>, of the actor that joins a run on another node.</summary>
    public const string Join = "join";

    /// <summary>The name of a node's actor, under either of these.</summary>
    public const string Node = "node";

    /// <summary>The name of a run's counter, under the run.</summary>
    public const string Counter = "counter";

    /// <summary>The name of a memory client's actor, under <c>/user</c>.</summary>
    public const string Client = "memory-client";

    /// <summary>The name of the actor of a voter, under <c>/user</c>.</summary>
    public const string Voter = "voter";

    /// <summary>The name of the actor that receives what voters send to a client, under <c>/user</c>.</summary>
    public const string LockClient = "lock-client";

    /// <summary>
    /// Whether a peer may send to the actor of that path: the memory and its variables, a client of it, a voter, a client of
    /// voters, a run with its counter, processes and workers, and the actor that watches actors of other nodes for those of
    /// this one. The root is allowed for selections, which are checked by their own list of trusted paths.
    /// </summary>
    public static bool MayBeTold(ActorPath path) => path.Depth switch
    {
        0 => true,
        2 => IsRemoteWatcher(path)
            || (path.Parent.Name == "user" && path.Name is MemoryActor.Name or Run or Client or Voter or LockClient),
        3 => path.Parent.Parent.Name == "user" && (path.Parent.Name, path.Name)
            is (MemoryActor.Name, not ['$', ..]) or (Run, Counter or Node) or (Join, Node),
        4 => IsNode(path.Parent) && (IsProcess(path)
            || path.Name.StartsWith("worker-", StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>
    /// Whether a peer may watch the actor of that path. It may watch only actors whose end matters to it, since each node that
    /// watches costs memory here.
    /// </summary>
    public static bool MayBeWatched(ActorPath path) => path.Depth switch
    {
        2 => path.Parent.Name == "user" && path.Name is MemoryActor.Name or Run or Client,
        3 => IsNode(path),
        4 => IsNode(path.Parent) && IsProcess(path),
        _ => false,
    };

    /// <summary>Whether it is the actor by which a node watches actors of other nodes.</summary>
    public static bool IsRemoteWatcher(ActorPath path) =>
        path.Depth == 2 && path.Parent.Name == "system" && path.Name == "remote-watcher";

    private static bool IsProcess(ActorPath path) => path.Name.StartsWith("process-", StringComparison.Ordinal);

    private static bool IsNode(ActorPath path) =>
        path.Name == Node && path.Parent.Name is Run or Join && path.Parent.Parent.Name == "user";
}
