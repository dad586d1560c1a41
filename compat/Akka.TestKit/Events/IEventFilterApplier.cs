namespace Akka.TestKit;

/// <summary>
/// Watches the system's log for the events of a filter: expects so many of them while a block runs, or mutes them. An
/// event that matches is not printed.
/// </summary>
public interface IEventFilterApplier
{
    /// <summary>Adds another filter: an event matches if one of them does.</summary>
    EventFilterFactory And { get; }

    /// <summary>Expects one event while <paramref name="action"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="action"/> runs, and then for <paramref name="timeout"/>.</summary>
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="action"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="action"/> runs, and then for <paramref name="timeout"/>.</summary>
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="func"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="func"/> runs, and then for <paramref name="timeout"/>.</summary>
    T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="func"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="func"/> runs, and then for <paramref name="timeout"/>.</summary>
    T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="action"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="actionAsync"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="actionAsync"/> runs, and then for <paramref name="timeout"/>.</summary>
    Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="func"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event while <paramref name="func"/> runs, and then for <paramref name="timeout"/>.</summary>
    Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="actionAsync"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="actionAsync"/> runs, and then for <paramref name="timeout"/>.</summary>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="action"/> runs, and then for <paramref name="timeout"/>.</summary>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="actionAsync"/> runs, and then for <paramref name="timeout"/>.</summary>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="func"/> runs, and then for <c>akka.test.filter-leeway</c>.</summary>
    Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Expects exactly so many events while <paramref name="func"/> runs, and then for <paramref name="timeout"/>.</summary>
    Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the log while <paramref name="action"/> runs.</summary>
    void Mute(Action action, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the log while <paramref name="func"/> runs.</summary>
    T Mute<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the log while <paramref name="action"/> runs.</summary>
    Task MuteAsync(Action action, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the log while <paramref name="actionAsync"/> runs.</summary>
    Task MuteAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the log while <paramref name="func"/> runs.</summary>
    Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the log until the result is disposed of.</summary>
    IUnmutableFilter Mute();
}
