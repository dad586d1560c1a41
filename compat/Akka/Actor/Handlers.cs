namespace Akka.Actor;

/// <summary>The handlers of one behaviour of a <see cref="ReceiveActor"/>; the first that takes a message has it.</summary>
internal sealed class Handlers
{
    private Entry[] _entries = [];
    private bool _takesAll;

    public void Add<T>(Func<T, bool> tryHandle, bool always = false) =>
        Add(new Entry(typeof(T), message => message is T typed && tryHandle(typed)), always && typeof(T) == typeof(object));

    public void Add<T>(Action<T> handle, Predicate<T>? shouldHandle) =>
        Add(new Entry(typeof(T), shouldHandle is null ? Always(handle) : When(handle, shouldHandle)),
            shouldHandle is null && typeof(T) == typeof(object));

    public void Add(Type type, Func<object, bool> tryHandle, bool always) =>
        Add(new Entry(type, message => type.IsInstanceOfType(message) && tryHandle(message)), always && type == typeof(object));

    public bool Handle(object message)
    {
        var type = message.GetType();
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.Exact is not null && entry.Exact != type) continue;
            if (entry.TryHandle(message)) return true;
        }
        return false;
    }

    private static Receive Always<T>(Action<T> handle) => message =>
    {
        if (message is not T typed) return false;
        handle(typed);
        return true;
    };

    private static Receive When<T>(Action<T> handle, Predicate<T> shouldHandle) => message =>
    {
        if (message is not T typed || !shouldHandle(typed)) return false;
        handle(typed);
        return true;
    };

    private void Add(Entry entry, bool takesAll)
    {
        if (_takesAll)
        {
            throw new InvalidOperationException(
                "A handler that catches all messages has been added. No handler can be added after that.");
        }
        _entries = [.. _entries, entry];
        _takesAll = takesAll;
    }

    // A sealed type is compared first, without calling the handler. Sealed arrays may be covariant, so they are not.
    private readonly struct Entry(Type type, Receive tryHandle)
    {
        public readonly Type? Exact = type.IsSealed && !type.IsArray && Nullable.GetUnderlyingType(type) is null ? type : null;
        public readonly Receive TryHandle = tryHandle;
    }
}
