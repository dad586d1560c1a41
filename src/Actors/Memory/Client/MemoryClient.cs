using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// The shared memory of another node (<c>coterie serve</c>). No call throws for what the network or the server does: each says
/// what became of it, and whether that is definite. A server that is not there yet is waited for. After a lost connection the
/// next call looks for the server again. After <see cref="DisposeAsync"/> every call throws
/// <see cref="ObjectDisposedException"/>. Safe for all threads.
/// </summary>
public sealed class MemoryClient : IAsyncDisposable
{
    private const string NodeStopped = "this client's node has stopped";

    // Only for a session that does not answer: it answers every call by itself, in time, and even when it stops.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // If the server does not answer a watch.
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Func<ActorSystem> _start;
    private readonly Address _server;
    private readonly TimeSpan _limit;
    private readonly Action<string>? _waiting;
    private readonly SessionId _client = new(RandomNumbers.Next()); // names its operations
    private readonly KnownServer _known = new();
    private readonly List<Task> _ending = []; // nodes that are left
    private OwnNode? _node;
    private bool _isDisposed;
    private long _lastId;

    internal MemoryClient(Func<ActorSystem> start, Address server, TimeSpan limit, Action<string>? waiting = null) =>
        (_start, _server, _limit, _waiting) = (start, server, limit, waiting);

    /// <summary>
    /// A client with a node of its own. The node starts with the first call; another one takes its place when the server has
    /// given it up.
    /// </summary>
    /// <param name="server">Where the server listens.</param>
    /// <param name="own">
    /// The address by which the server reaches this node; null: the one from which this machine reaches the server.
    /// </param>
    /// <param name="config">The configuration of the node.</param>
    /// <param name="limit">How long a call waits at most: for the server to be there, and for its answer.</param>
    /// <param name="waiting">
    /// Gets the reason when calls begin to wait for a server that cannot be reached: a text to be put before or after a colon.
    /// Called on any thread. What it throws is logged. Default: nobody.
    /// </param>
    public static MemoryClient Of(
        IPEndPoint server, IPAddress? own, Config config, TimeSpan limit, Action<string>? waiting = null) => new(
        () => Node.Start(
            new IPEndPoint(own ?? Node.LocalAddressTowards(server), 0),
            Node.ConnectsAgainAtOnce.WithFallback(config),
            ActorSystemSetup.Create(new ExpectedNodes(server))),
        Node.AddressAt(server, config),
        limit,
        waiting);

    /// <summary>Looks for the server, and waits for it at most as long as any call.</summary>
    /// <returns>Null if it is there; otherwise the reason, for the user, to be put after a colon.</returns>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public async Task<string?> ConnectAsync(CancellationToken cancellation = default)
    {
        var answer = await AskAsync(Call.ToConnect(NextId(), _limit), cancellation).ConfigureAwait(false);
        return answer is Connected ? null : Reason(answer);
    }

    /// <summary>Reads a variable.</summary>
    /// <param name="name">Its name; see <see cref="VariableName"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public Task<ReadOutcome> ReadAsync(string name, CancellationToken cancellation = default) =>
        ReadAsync(name, null, cancellation);

    /// <summary>Writes a variable.</summary>
    /// <param name="name">Its name; see <see cref="VariableName"/>.</param>
    /// <param name="value">The new value.</param>
    /// <param name="fence">The fencing token of the critical section in which it is written; null: none.</param>
    /// <param name="cancellation">Ends the waiting; the write may be done nevertheless.</param>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public Task<WriteOutcome> WriteAsync(
        string name, Value value, Fence? fence = null, CancellationToken cancellation = default) =>
        WriteAsync(name, value, null, fence, cancellation);

    /// <summary>
    /// Does something with a variable, once: it is sent again after a lost connection, and the server does it only if it was not
    /// done before. A read waits for writers, everything else for whoever holds the lock.
    /// </summary>
    /// <param name="name">Its name; see <see cref="VariableName"/>.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="fence">The fencing token of the critical section in which it is done; null: none. A read has none.</param>
    /// <param name="cancellation">Ends the waiting; the operation may be done nevertheless.</param>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public Task<OperateOutcome> OperateAsync(
        string name, Operation operation, Fence? fence = null, CancellationToken cancellation = default) =>
        OperateAsync(name, operation, null, fence, cancellation);

    /// <summary>Waits for a read lock, at most as long as any call.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="lease">How long to hold it at most; null: the server's default.</param>
    /// <param name="cancellation">Ends the waiting and withdraws the request.</param>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public Task<AcquireOutcome> AcquireReadAsync(string name, TimeSpan? lease = null, CancellationToken cancellation = default) =>
        AcquireAsync(new AcquireRead(NextId(), name, lease), LockMode.Read, cancellation);

    /// <summary>Waits for the write lock, at most as long as any call.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="lease">How long to hold it at most; null: the server's default.</param>
    /// <param name="cancellation">Ends the waiting and withdraws the request.</param>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public Task<AcquireOutcome> AcquireWriteAsync(
        string name, TimeSpan? lease = null, CancellationToken cancellation = default) =>
        AcquireAsync(new AcquireWrite(NextId(), name, lease), LockMode.Write, cancellation);

    /// <summary>Lists all variables.</summary>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public async Task<ListOutcome> ListAsync(CancellationToken cancellation = default)
    {
        var all = new List<NamedValue>();
        while (true)
        {
            switch (await AskAsync(new List(NextId(), all.Count == 0 ? null : all[^1].Name), cancellation).ConfigureAwait(false))
            {
                case Listing page when !Rises(all, page.Page):
                    return new ListOutcome.NoAnswer("an answer that does not fit: the names of its variables do not rise");
                case Listing { IsLast: false, Page.Count: 0 }:
                    return new ListOutcome.NoAnswer("an answer that does not fit: a part of the list is empty and not the last");
                case Listing page:
                    all.AddRange(page.Page);
                    if (page.IsLast)
                        return new ListOutcome.Done(all);
                    break;
                case Refused refused:
                    return new ListOutcome.Refused(refused.Reason);
                case var other:
                    return new ListOutcome.NoAnswer(Reason(other));
            }
        }
    }

    /// <summary>
    /// Watches a variable, or all variables whose names begin so: the values that are there, and then every change. Whoever is
    /// slow gets only the latest value of each. If the server does not answer, the watch says so and goes on by itself; if the
    /// server was restarted, it tells which values are gone, and the versions begin again. It ends when it is cancelled.
    /// </summary>
    /// <param name="name">The variable, or what the names begin with; then it may be empty.</param>
    /// <param name="isPrefix">Whether it is what the names begin with.</param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="WatchRefusedException">The server has refused the watch.</exception>
    /// <exception cref="NodeException">This client's node cannot start.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string name, bool isPrefix = false, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (reader, number) = (new WatchReader(), NextId());
        var patience = TimeSpan.FromTicks(Math.Min(LongestPatience.Ticks, _limit.Ticks) / 2);
        while (true)
        {
            var question = new Watch(NextId(), name, isPrefix, _client, number, reader.Page, patience);
            switch (await AskAsync(question, cancellation).ConfigureAwait(false))
            {
                case Changes changes:
                    foreach (var next in reader.On(changes, ServerRestarts))
                        yield return next;
                    break;
                case Refused refused:
                    throw new WatchRefusedException(refused.Reason);
                default:
                    if (reader.OnSilence() is { } interrupted)
                        yield return interrupted;
                    await Task.Delay(BetweenQuestions, cancellation).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>
    /// How often this client found that the server had been restarted: the values of its variables and its locks are gone.
    /// </summary>
    public int ServerRestarts => _known.Restarts;

    /// <summary>Ends the client's node. Its locks are released, and calls that wait are answered at once.</summary>
    public async ValueTask DisposeAsync()
    {
        OwnNode? node;
        lock (_gate)
        {
            _isDisposed = true;
            (node, _node) = (_node, null);
        }
        if (node is not null)
        {
            // The session stops first: it ends its watch over the memory while the connection is there.
            if (!await StopAsync(node.Session).ConfigureAwait(false))
                node.System.Log.Warning("A session did not stop within {0} s; it ends with its node.", Grace.TotalSeconds);
            Leave(node);
        }
        Task[] ending;
        lock (_gate)
            ending = [.. _ending];
        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    internal async Task<ReadOutcome> ReadAsync(string name, long? under, CancellationToken cancellation) =>
        await AskAsync(new Read(NextId(), name, under), cancellation).ConfigureAwait(false) switch
        {
            Current { IsNeverWritten: true } => new ReadOutcome.NeverWritten(),
            Current current => new ReadOutcome.Done(current.Value),
            Refused refused => new ReadOutcome.Refused(refused.Reason),
            var other => new ReadOutcome.NoAnswer(Reason(other)),
        };

    internal async Task<WriteOutcome> WriteAsync(
        string name, Value value, long? under, Fence? fence, CancellationToken cancellation) =>
        await AskAsync(new Write(NextId(), name, value, under, fence?.At), cancellation).ConfigureAwait(false) switch
        {
            Written => new WriteOutcome.Done(),
            Refused refused => new WriteOutcome.Refused(refused.Reason),
            NoAnswer { IsSent: false } no => new WriteOutcome.NotSent(no.Reason),
            var other => new WriteOutcome.Unknown(Reason(other)),
        };

    internal async Task<OperateOutcome> OperateAsync(
        string name, Operation operation, long? under, Fence? fence, CancellationToken cancellation)
    {
        var command = new Operate(NextId(), name, operation, _client, under, fence?.At);
        if (command.BytesOfValues > MostBytesOfOperation)
            return new OperateOutcome.Refused(new Refusal.TooLarge(MostBytesOfOperation));
        return await AskAsync(command, cancellation).ConfigureAwait(false) switch
        {
            Operated { Outcome: not (Outcome.Unknown or Outcome.NotDone) and var outcome } => new OperateOutcome.Ended(outcome),
            Operated => new OperateOutcome.Unknown("others have changed it so often since that nobody can tell any more"),
            Refused refused => new OperateOutcome.Refused(refused.Reason),
            NoAnswer { IsSent: false } no => new OperateOutcome.NotSent(no.Reason),
            var other => new OperateOutcome.Unknown(Reason(other)),
        };
    }

    internal async Task<ReleaseOutcome> ReleaseAsync(string name, long held, CancellationToken cancellation) =>
        await AskAsync(new Release(NextId(), name, held), cancellation).ConfigureAwait(false) switch
        {
            Released => new ReleaseOutcome.Done(),
            Refused => new ReleaseOutcome.NotHeld(),
            NoAnswer { IsSent: false } no => new ReleaseOutcome.NotSent(no.Reason),
            var other => new ReleaseOutcome.Unknown(Reason(other)),
        };

    internal async Task<RenewOutcome> RenewAsync(IVariableCommand acquire, HeldLock held, CancellationToken cancellation)
    {
        if (held.Remaining == TimeSpan.Zero)
            return new RenewOutcome.NotHeld();
        return await AskAsync(new Call(acquire, _limit, held), cancellation).ConfigureAwait(false) switch
        {
            Granted => new RenewOutcome.Done(),
            Refused => new RenewOutcome.NotHeld(),
            var other => new RenewOutcome.NoAnswer(Reason(other)),
        };
    }

    private async Task<AcquireOutcome> AcquireAsync(IVariableCommand acquire, LockMode mode, CancellationToken cancellation)
    {
        var held = new HeldLock(TimeProvider.System);
        return await AskAsync(new Call(acquire, _limit, held), cancellation).ConfigureAwait(false) switch
        {
            Granted granted => new AcquireOutcome.Granted(new MemoryLock(this, acquire, mode, granted.Lease, held)),
            Refused refused => new AcquireOutcome.Refused(refused.Reason),
            var other => new AcquireOutcome.NoAnswer(Reason(other)),
        };
    }

    private Task<object> AskAsync(IWireMessage command, CancellationToken cancellation) =>
        AskAsync(new Call(command, _limit), cancellation);

    private async Task<object> AskAsync(Call call, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var node = Started() ?? throw new ObjectDisposedException(nameof(MemoryClient));
        while (true)
        {
            var answer = await AskOnceAsync(node, call, cancellation).ConfigureAwait(false);
            var left = call.Limit - Stopwatch.GetElapsedTime(began);
            // What was not sent yet is sent by another node, if there is time.
            if (answer is not NoAnswer { NodeIsSpent: true, IsSent: false } || left <= TimeSpan.Zero || Started() is not { } next)
                return answer;
            (node, call) = (next, call.Within(left));
        }
    }

    private async Task<object> AskOnceAsync(OwnNode node, Call call, CancellationToken cancellation)
    {
        using var either = cancellation.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, node.Ended)
            : null;
        try
        {
            var end = either?.Token ?? node.Ended;
            var answer = await node.Session.Ask<object>(call, call.Limit + Grace, end).ConfigureAwait(false);
            if (answer is NoAnswer { NodeIsSpent: true })
                Leave(node);
            return answer;
        }
        catch (AskTimeoutException)
        {
            node.Session.Tell(new Abandon(call), ActorRefs.NoSender);
            return new NoAnswer("this client's node does not answer", IsSent: true);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            node.Session.Tell(new Abandon(call), ActorRefs.NoSender);
            throw;
        }
        catch (OperationCanceledException)
        {
            // The session answers all calls that it took before it says that it has ended.
            Leave(node);
            return new NoAnswer(NodeStopped, IsSent: false, NodeIsSpent: true);
        }
    }

    // Null: the client is disposed of.
    private OwnNode? Started()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return null;
            if (_node is not null)
                return _node;
            var system = _start();
            var ended = new CancellationTokenSource();
            var session = system.ActorOf(
                SessionActor.Props(_server, _waiting, _known, ended: _ => ended.CancelAsync()), Offers.Client);
            var node = _node = new OwnNode(system, session, ended.Token);
            node.Ended.Register(() => Leave(node));
            return node;
        }
    }

    private void Leave(OwnNode node)
    {
        lock (_gate)
        {
            if (_node == node)
                _node = null;
            if (node.IsLeft)
                return;
            node.IsLeft = true;
            _ending.RemoveAll(task => task.IsCompletedSuccessfully);
            _ending.Add(EndAsync(node.System));
        }
    }

    private static async Task EndAsync(ActorSystem system)
    {
        if (!await Node.EndAsync(system).ConfigureAwait(false))
            system.Log.Warning("The node of the client did not end within {0} s.", Node.LongestEnd.TotalSeconds);
    }

    private static async Task<bool> StopAsync(IActorRef session)
    {
        try
        {
            return await session.GracefulStop(Grace).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    // If the names rise, the list ends.
    private static bool Rises(List<NamedValue> before, IReadOnlyList<NamedValue> page)
    {
        var last = before.Count == 0 ? null : before[^1].Name;
        foreach (var variable in page)
        {
            if (string.CompareOrdinal(last, variable.Name) >= 0)
                return false;
            last = variable.Name;
        }
        return true;
    }

    private long NextId() => Interlocked.Increment(ref _lastId);

    private static string Reason(object answer) =>
        answer is NoAnswer no ? no.Reason : $"an answer that does not fit, [{answer.GetType().Name}]";

    private sealed class OwnNode(ActorSystem system, IActorRef session, CancellationToken ended)
    {
        public ActorSystem System => system;

        public IActorRef Session => session;

        /// <summary>Cancelled when the session has stopped.</summary>
        public CancellationToken Ended => ended;

        public bool IsLeft { get; set; }
    }
}
