using System.Diagnostics.CodeAnalysis;
using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

// Children. The top-level actors' parent is asked for children by any thread, so the container is locked.
internal sealed partial class ActorCell
{
    private static readonly IInternalActorRef[] NoChildren = [];

    private readonly Lock _childrenLock = new();
    private Dictionary<string, ChildRestartStats?>? _children; // null: a name that is being made an actor
    private int _stoppingChildren;
    private long _nextName;

    public IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name, systemService: false);

    /// <summary>Makes a child; any thread.</summary>
    public IInternalActorRef MakeChild(Props props, string? name, bool systemService)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is null) name = NextName();
        else CheckName(name);
        lock (_childrenLock)
        {
            if (IsEnding)
            {
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            }
            if (!(_children ??= []).TryAdd(name, null))
            {
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            }
        }
        try
        {
            var path = new ChildActorPath(_self.Path, name, NewUid());
            var child = SystemImpl.Provider.ActorOf(SystemImpl, props, _self, path, systemService);
            bool ending;
            lock (_childrenLock)
            {
                _children[name] = new ChildRestartStats(child);
                ending = IsEnding;
            }
            if (_failure is not null) child.Suspend();
            child.Start();
            if (ending) Stop(child);
            return child;
        }
        catch
        {
            lock (_childrenLock) _children.Remove(name);
            if (IsEnding) SendSystemMessage(new DeathWatchNotification(ActorRefs.Nobody, false, false)); // look again whether all are gone
            throw;
        }
    }

    /// <summary>Makes one of the two actors below the root, whose names have no uid.</summary>
    public IInternalActorRef MakeGuardian(string name, Props props)
    {
        var child = SystemImpl.Provider.ActorOf(SystemImpl, props, _self, new ChildActorPath(_self.Path, name, 0), true);
        lock (_childrenLock) (_children ??= []).Add(name, new ChildRestartStats(child));
        child.Start();
        return child;
    }

    public IActorRef Child(string name) => SingleChild(name);

    public IEnumerable<IActorRef> GetChildren() => ChildRefs();

    public IInternalActorRef SingleChild(string nameAndUid)
    {
        var (name, uid) = ActorPath.SplitUid(nameAndUid);
        lock (_childrenLock)
        {
            return _children is not null && _children.TryGetValue(name, out var stats) && stats is not null
                   && (uid == 0 || uid == stats.Child.Path.Uid)
                ? stats.Child
                : ActorRefs.Nobody;
        }
    }

    public void Stop(IActorRef child)
    {
        if (TryGetStats(child, out var stats))
        {
            lock (_childrenLock)
            {
                if (!stats.Stopping) _stoppingChildren++;
                stats.Stopping = true;
            }
        }
        ((IInternalActorRef)child).Stop();
    }

    private IInternalActorRef[] ChildRefs()
    {
        if (_children is null) return NoChildren;
        lock (_childrenLock) return [.. _children.Values.Where(stats => stats is not null).Select(stats => stats!.Child)];
    }

    private ChildRestartStats[] ChildStatsOfAll()
    {
        lock (_childrenLock) return [.. _children!.Values.Where(stats => stats is not null).Select(stats => stats!)];
    }

    private bool AnyChildStopping()
    {
        if (_children is null) return false;
        lock (_childrenLock) return _waiting == Waiting.ToEnd ? _children.Count > 0 : _stoppingChildren > 0;
    }

    private bool TryGetStats(IActorRef child, [NotNullWhen(true)] out ChildRestartStats? stats)
    {
        stats = null;
        if (_children is null) return false;
        lock (_childrenLock) return _children.TryGetValue(child.Path.Name, out stats) && stats is not null && stats.Child.Equals(child);
    }

    private void RemoveChild(IActorRef child)
    {
        if (!TryGetStats(child, out var stats)) return;
        lock (_childrenLock)
        {
            _children!.Remove(child.Path.Name);
            if (stats.Stopping) _stoppingChildren--;
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0) throw new InvalidActorNameException("Actor name must not be empty.");
        if (ActorPath.IsValidPathElement(name)) return;
        throw new InvalidActorNameException(
            $"Actor name must be of letters, digits, %-encoded characters and [{ActorPath.ValidSymbols}] and not begin with [$], was [{name}].");
    }

    // $a, $b, ... $z, $A, ...: base 64, least significant digit first.
    private string NextName() => Base64Name(Interlocked.Increment(ref _nextName) - 1, "$");

    internal static string Base64Name(long number, string prefix)
    {
        const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
        Span<char> text = stackalloc char[12];
        var length = 0;
        do
        {
            text[length++] = Digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);
        return string.Concat(prefix, text[..length]);
    }

    private static int NewUid() => Random.Shared.Next(1, int.MaxValue);
}
