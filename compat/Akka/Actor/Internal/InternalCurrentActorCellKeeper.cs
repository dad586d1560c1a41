namespace Akka.Actor.Internal;

/// <summary>Which actor's code runs on this thread.</summary>
internal static class InternalCurrentActorCellKeeper
{
    [ThreadStatic] private static ActorCell? _current;

    public static ActorCell? Current
    {
        get => _current;
        set => _current = value;
    }
}

/// <summary>An actor that has something to do between its constructor and its first message.</summary>
public interface IInitializableActor
{
    /// <summary>Called once, after the constructor.</summary>
    void Init();
}
