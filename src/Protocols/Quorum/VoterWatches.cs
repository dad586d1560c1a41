using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>The watches that a voter has, and what it has to send for them (rule 24).</summary>
/// <param name="names">The names of the voter.</param>
internal sealed class VoterWatches(IReadOnlyDictionary<string, VotedName> names)
{
    private readonly Dictionary<SessionId, Follower> _followers = [];
    private readonly WatchIndex<VoterWatch> _index = new();
    private readonly List<VoterWatch> _found = [];

    /// <summary>How many watches there are, names that are to be sent, and messages without an answer.</summary>
    public int Size => _followers.Values.Sum(follower => follower.Size);

    /// <summary>A client has sent something about its watches; the voter has its session, and votes.</summary>
    public void On(VoterSession session, IWatchMessage message, Outbox outbox)
    {
        if (!_followers.TryGetValue(session.Id, out var follower))
            _followers.Add(session.Id, follower = new Follower(session));
        switch (message)
        {
            case Watch m:
                if (m.Page.Any(watch => follower.Watches.ContainsKey(watch.Number)))
                    follower.SendAgain(long.MaxValue, outbox);
                foreach (var watch in m.Page)
                    Begin(follower, watch);
                break;
            case EndWatch m:
                follower.Ended.Add(m.Number);
                if (follower.Watches.Remove(m.Number, out var ended))
                    _index.Remove(ended);
                outbox.Send(session.Client, new WatchEnded(session.Id, m.Number));
                break;
            case Followed m when m.Epoch == session.Epoch: follower.On(m, outbox); break;
        }
        Send(follower, outbox);
    }

    /// <summary>The voter has taken a value.</summary>
    public void OnTaken(string name, Outbox outbox)
    {
        if (_index.Count == 0)
            return;
        _index.Find(name, _found);
        foreach (var watch in _found)
            watch.Follower.Add(name);
        foreach (var watch in _found)
            Send(watch.Follower, outbox);
        _found.Clear();
    }

    /// <summary>The session has ended, and all its watches with it.</summary>
    public void End(SessionId session)
    {
        if (!_followers.Remove(session, out var follower))
            return;
        foreach (var watch in follower.Watches.Values)
            _index.Remove(watch);
    }

    /// <summary>The latest message to the session, if it or an earlier one has no answer; otherwise 0.</summary>
    public long UnansweredOf(SessionId session) =>
        _followers.TryGetValue(session, out var follower) ? follower.Unanswered : 0;

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    /// <param name="codec">What the state passes through.</param>
    /// <param name="sessions">The sessions of the voter, as they are by then.</param>
    public void Exchange(StateCodec codec, IReadOnlyDictionary<SessionId, VoterSession> sessions)
    {
        codec.Values(
            _followers,
            _followers.Values.OrderBy(follower => follower.Session.Id.Value),
            follower => follower.Session.Id,
            (fields, follower) => Follower.Exchange(fields, follower, sessions));
        _index.Clear();
        foreach (var watch in _followers.Values.SelectMany(follower => follower.Watches.Values))
            _index.Add(watch);
    }

    private void Begin(Follower follower, in NamedWatch asked)
    {
        if (follower.Watches.ContainsKey(asked.Number) || follower.Ended.Contains(asked.Number)
            || follower.Watches.Count >= MostWatches)
        {
            return;
        }
        var watch = new VoterWatch(follower, asked.Number, asked.Name, asked.IsPrefix);
        follower.Watches.Add(watch.Number, watch);
        _index.Add(watch);
        foreach (var name in NamesOf(watch))
            follower.Add(name);
        follower.AddListed(watch.Number);
    }

    private IEnumerable<string> NamesOf(VoterWatch watch)
    {
        if (!watch.IsPrefix)
            return names.TryGetValue(watch.Name, out var only) && only.Stored != default ? [only.Name] : [];
        return names.Values
            .Where(name => name.Stored != default && name.Name.StartsWith(watch.Name, StringComparison.Ordinal))
            .Select(name => name.Name).Order(StringComparer.Ordinal);
    }

    private void Send(Follower follower, Outbox outbox)
    {
        while (follower.MaySend)
            follower.Send(names, outbox);
    }
}

/// <summary>A watch as a voter has it.</summary>
/// <param name="Follower">Whose it is.</param>
/// <param name="Number">Its number in the session.</param>
/// <param name="Name">The name, or the prefix.</param>
/// <param name="IsPrefix">Whether it is a prefix.</param>
internal sealed record VoterWatch(Follower Follower, long Number, string Name, bool IsPrefix) : IWatch, IComparable<VoterWatch>
{
    public int CompareTo(VoterWatch? other)
    {
        var order = Follower.Session.Id.Value.CompareTo(other!.Follower.Session.Id.Value);
        return order != 0 ? order : Number.CompareTo(other.Number);
    }
}

/// <summary>
/// A session that watches: what is to be sent to it, and what was sent and has no answer. Each name is to be sent once, whatever
/// becomes of it meanwhile, so a client that is slow gets the latest value alone. What was sent is kept until it is answered: so
/// a loss costs that message, and not all names once more, and no queue of the network grows.
/// </summary>
/// <param name="session">The session.</param>
internal sealed class Follower(VoterSession session)
{
    // A message stays far below the largest frame.
    private const int MostCharacters = 20_000;

    private readonly Queue<ToSend> _queue = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal); // those in the queue
    private readonly Queue<Changed> _sent = new(); // those without an answer
    private long _last;

    public VoterSession Session => session;

    /// <summary>The watches, by number.</summary>
    public SortedDictionary<long, VoterWatch> Watches { get; } = [];

    /// <summary>The numbers of those that are over: a late copy does not begin them again.</summary>
    public NumberRanges Ended { get; } = new();

    public int Size => Watches.Count + _queue.Count + _sent.Count;

    /// <summary>The latest message, if it or an earlier one has no answer; otherwise 0.</summary>
    public long Unanswered => _sent.Count > 0 ? _last : 0;

    public bool MaySend => _queue.Count > 0 && _sent.Count < MostUnanswered;

    /// <summary>What the voter has of a name is to be sent.</summary>
    public void Add(string name)
    {
        if (_names.Add(name))
            _queue.Enqueue(new ToSend(name, 0));
    }

    /// <summary>After all that is to be sent by now, the client is told that a watch has got all its names.</summary>
    public void AddListed(long watch) => _queue.Enqueue(new ToSend(null, watch));

    /// <summary>Sends one message, with as much as it may have.</summary>
    public void Send(IReadOnlyDictionary<string, VotedName> names, Outbox outbox)
    {
        var (page, listed, characters) = (new List<NamedValue>(), new List<long>(), 0);
        while (_queue.TryPeek(out var next) && page.Count + listed.Count < MostOfPage)
        {
            if (next.Name is { } text)
            {
                var name = names[text]; // a name with a value is never forgotten
                characters += text.Length + (name.Stored.Value?.Bytes.Length ?? 0);
                if (page.Count > 0 && characters > MostCharacters)
                    break;
                page.Add(new NamedValue(text, name.Stored, name.IsRecovered));
                _names.Remove(text);
            }
            else
            {
                listed.Add(next.Listed);
            }
            _queue.Dequeue();
        }
        if (_queue.Count == 0)
            Trim();
        var message = new Changed(session.Id, session.Epoch, ++_last, page, listed);
        _sent.Enqueue(message);
        outbox.Send(session.Client, message);
    }

    /// <summary>Some messages have come, and others may be lost.</summary>
    public void On(Followed message, Outbox outbox)
    {
        while (_sent.TryPeek(out var sent) && sent.Number <= message.Number)
            _sent.Dequeue();
        SendAgain(message.Lost, outbox);
    }

    /// <summary>Sends again what has no answer, up to a number.</summary>
    public void SendAgain(long last, Outbox outbox)
    {
        foreach (var sent in _sent.Where(sent => sent.Number <= last))
            outbox.Send(session.Client, sent);
    }

    public static Follower Exchange(
        StateCodec codec, Follower? follower, IReadOnlyDictionary<SessionId, VoterSession> sessions)
    {
        var id = new SessionId(codec.Number(follower?.Session.Id.Value ?? 0));
        follower ??= new Follower(sessions[id]);
        var it = follower;
        codec.Values(it.Watches, it.Watches.Values, watch => watch.Number, (fields, watch) => new VoterWatch(
            it, fields.Number(watch?.Number ?? 0), fields.Text(watch?.Name ?? ""), fields.Flag(watch?.IsPrefix ?? false)));
        it.Ended.Exchange(codec);
        it._last = codec.Number(it._last);
        var queue = it._queue.ToList();
        codec.List(queue, ToSend.Exchange);
        var sent = it._sent.ToList();
        codec.List(sent, (fields, message) => it.Exchange(fields, message));
        it._queue.Clear();
        it._names.Clear();
        it._sent.Clear();
        foreach (var item in queue)
        {
            it._queue.Enqueue(item);
            if (item.Name is { } name)
                it._names.Add(name);
        }
        sent.ForEach(it._sent.Enqueue);
        return it;
    }

    // The room that a long list once took.
    private void Trim()
    {
        if (_names.Capacity <= 1024)
            return;
        _names.TrimExcess();
        _queue.TrimExcess();
    }

    private Changed Exchange(StateCodec codec, Changed? message)
    {
        var number = codec.Number(message?.Number ?? 0);
        var page = message?.Page.ToList() ?? [];
        codec.List(page, (fields, value) => new NamedValue(
            fields.Text(value.Name ?? ""), StampedValue.Exchange(fields, value.Stored), fields.Flag(value.IsRecovered)));
        var listed = message?.Listed.ToList() ?? [];
        codec.List(listed, (fields, watch) => fields.Number(watch));
        return message ?? new Changed(session.Id, session.Epoch, number, page, listed);
    }

    /// <summary>A name, or a watch that has got all its names.</summary>
    private readonly record struct ToSend(string? Name, long Listed)
    {
        public static ToSend Exchange(StateCodec codec, ToSend item)
        {
            var name = codec.Flag(item.Name is not null) ? codec.Text(item.Name ?? "") : null;
            return new ToSend(name, codec.Number(item.Listed));
        }
    }
}
