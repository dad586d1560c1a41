using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Akka.Dispatch;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// The thread of a <see cref="SocketDispatcher"/>: runs posted work, and calls the handlers of sockets that are ready.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its one socket is needed as long as somebody may post.")]
internal sealed class SocketLoop
{
    private const int Ended = 0; // the thread's states: there is none,
    private const int Awake = 1; // it will see posted work by itself,
    private const int Asleep = 2; // it must be woken

    private const int MostRunsBetweenLooks = 256;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    [ThreadStatic] private static SocketLoop? _current;

    private readonly Queue<IRunnable> _own = new();
    private readonly ConcurrentQueue<IRunnable> _posted = new();
    private readonly Dictionary<Socket, SocketWatch> _watches = [];
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];
    private readonly Socket _wake = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
    private readonly byte[] _oneByte = new byte[1];
    private Spinning _spinning;
    private int _state = Ended;

    public SocketLoop()
    {
        // Connected to itself, so it takes no bytes from others.
        _wake.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wake.Connect(_wake.LocalEndPoint!);
    }

    /// <summary>Runs it soon, on the thread of the loop. Any thread.</summary>
    public void Post(IRunnable run)
    {
        if (_current == this)
        {
            _own.Enqueue(run);
            return;
        }
        _posted.Enqueue(run);
        switch (Interlocked.Exchange(ref _state, Awake))
        {
            case Asleep:
                _wake.Send(_oneByte, SocketFlags.None, out _);
                break;
            case Ended:
                new Thread(Run) { IsBackground = true, Name = "raw port" }.UnsafeStart();
                break;
        }
    }

    /// <summary>On the thread of the loop.</summary>
    public SocketWatch Watch(Socket socket, ISocketHandler handler)
    {
        var watch = new SocketWatch(this, socket, handler);
        _watches.Add(socket, watch);
        return watch;
    }

    /// <summary>On the thread of the loop.</summary>
    public void Forget(SocketWatch watch) => _watches.Remove(watch.Socket);

    private void Run()
    {
        _current = this;
        while (true)
        {
            RunSome();
            if (_own.Count > 0)
                Look(TimeSpan.Zero);
            else if (!Wait() && _watches.Count == 0 && End())
                return;
        }
    }

    private void RunSome()
    {
        for (var left = MostRunsBetweenLooks; left > 0 && (_own.TryDequeue(out var run) || _posted.TryDequeue(out run)); left--)
            run.Run();
    }

    // False: nothing came in the longest time.
    private bool Wait()
    {
        _spinning.Begin();
        while (_spinning.GoesOn())
        {
            if (_posted.IsEmpty && !Look(TimeSpan.Zero))
                continue;
            _spinning.Found();
            return true;
        }
        return Sleep();
    }

    // Work that is posted later sees this state; work that was posted earlier is seen here.
    private bool Sleep()
    {
        Interlocked.Exchange(ref _state, Asleep);
        var hasCome = !_posted.IsEmpty || Look(LongestSleep);
        Interlocked.Exchange(ref _state, Awake);
        return hasCome;
    }

    private bool End()
    {
        Interlocked.Exchange(ref _state, Ended);
        // If somebody posted in between, either they have started another thread, or this one goes on.
        return _posted.IsEmpty || Interlocked.Exchange(ref _state, Awake) != Ended;
    }

    // False: nothing was ready in that time.
    private bool Look(TimeSpan longest)
    {
        _readable.Clear();
        _writable.Clear();
        _readable.Add(_wake);
        foreach (var watch in _watches.Values)
        {
            if (watch.ForReading)
                _readable.Add(watch.Socket);
            if (watch.ForWriting)
                _writable.Add(watch.Socket);
        }
        Socket.Select(_readable, _writable, null, longest);
        foreach (var socket in _readable)
            Handle(socket);
        foreach (var socket in _writable)
            Handle(socket);
        return _readable.Count + _writable.Count > 0;
    }

    private void Handle(Socket socket)
    {
        if (socket == _wake)
            _wake.Receive(_oneByte, SocketFlags.None, out _);
        // It may have been closed by another's handler, or by its own for reading.
        else if (_watches.TryGetValue(socket, out var watch))
            watch.Handler.OnReady();
    }
}
