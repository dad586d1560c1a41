using Akka.Actor;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// One watch of a client. It knows which variables have changed since they were told, and the latest page, which it sends again
/// until the client asks for the next one. It keeps no other values: it asks the variables when it makes a page. So a client that
/// is slow costs no more than a name for each variable.
/// </summary>
internal sealed class WatchActor : ReceiveActor, IWithTimers
{
    // With the longest names, a page stays well below the largest message (maximum-frame-size, 128,000 bytes).
    private const int MostOfPage = 1000;
    private const int MostBytesOfPage = 32 * 1024;

    private readonly Watch _first;
    private readonly Dictionary<string, IActorRef> _variables;
    private readonly LinkedList<string?> _toTell = []; // null: the end of what was there when the watch began
    private readonly HashSet<string> _names = []; // those in the list
    private readonly HashSet<string> _asked = []; // for the page that is being made
    private readonly List<WatchedVariable> _answers = [];
    private Changes _page = new(0, 0, [], false); // the latest
    private (IActorRef Client, Watch Command)? _question;
    private bool _isListing; // the page that is being made is the last of those with which the watch began

    /// <summary>See <see cref="Props"/>.</summary>
    public WatchActor(Watch first, IReadOnlyDictionary<string, IActorRef> variables)
    {
        (_first, _variables) = (first, new(variables));
        Begin();
        Receive<Watch>(On);
        Receive<WatchedVariable>(On);
        Receive<VariableActor.Changed>(m => Add(m.Name));
        Receive<Made>(On);
        Receive<Survey.Failed>(On);
        Receive<PatienceOver>(_ => AnswerWithNothing());
        Receive<LeaseOver>(_ => Context.Parent.Tell(new Over(_first)));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of a watch.</summary>
    /// <param name="first">The command that began it.</param>
    /// <param name="variables">The variables that it covers, by their names.</param>
    public static Props Props(Watch first, IReadOnlyDictionary<string, IActorRef> variables) =>
        Akka.Actor.Props.Create(() => new WatchActor(first, variables));

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartSingleTimer(LeaseOver.Instance, LeaseOver.Instance, LeaseOfWatch);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        AnswerWithNothing();
        foreach (var variable in _variables.Values)
            variable.Tell(VariableActor.StopTelling.Instance, Self);
    }

    private void Begin()
    {
        _page = new Changes(0, 0, [], false);
        _toTell.Clear();
        _names.Clear();
        _asked.Clear();
        _answers.Clear();
        _isListing = false;
        foreach (var name in _variables.Keys.Order(StringComparer.Ordinal))
        {
            _names.Add(name);
            _toTell.AddLast(name);
        }
        _toTell.AddLast((string?)null);
    }

    private void On(Watch command)
    {
        Timers.StartSingleTimer(LeaseOver.Instance, LeaseOver.Instance, LeaseOfWatch);
        _question = (Sender, command);
        if (command.Page == _page.Number - 1)
        {
            Answer(_page);
            return;
        }
        if (command.Page != _page.Number)
            Begin();
        var patience = TimeSpan.FromTicks(Math.Clamp(command.Patience.Ticks, 0, LongestPatience.Ticks));
        Timers.StartSingleTimer(PatienceOver.Instance, PatienceOver.Instance, patience);
        MakePage();
    }

    private void Add(string name)
    {
        if (_names.Add(name))
            _toTell.AddLast(name);
        MakePage();
    }

    private void On(Made message)
    {
        _variables[message.Name] = message.Variable;
        Add(message.Name);
    }

    private void On(Survey.Failed message)
    {
        _variables.Remove(message.Name);
        if (!_asked.Remove(message.Name))
        {
            Add(message.Name);
            return;
        }
        _answers.Add(new WatchedVariable(message.Name, null, 0));
        EndPage();
    }

    private void On(WatchedVariable answer)
    {
        if (!_asked.Remove(answer.Name))
            return; // asked before the watch began again
        if (answer.Version > 0) // if not, it was only locked
            _answers.Add(answer);
        EndPage();
    }

    // Asks the variables for what the page is to have.
    private void MakePage()
    {
        if (_question is null || _asked.Count > 0 || _toTell.Count == 0)
            return;
        while (_toTell.First is { } next && _asked.Count + _answers.Count < MostOfPage)
        {
            _toTell.RemoveFirst();
            if (next.Value is not { } name)
            {
                _isListing = true;
                break;
            }
            _names.Remove(name);
            if (_variables.ContainsKey(name))
                _asked.Add(name);
            else
                _answers.Add(new WatchedVariable(name, null, 0));
        }
        foreach (var name in _asked)
            _variables[name].Tell(VariableActor.TellChange.Instance, Self);
        EndPage();
    }

    private void EndPage()
    {
        if (_asked.Count > 0 || (_answers.Count == 0 && !_isListing))
        {
            MakePage();
            return;
        }
        var (values, bytes) = (new List<WatchedVariable>(), 0);
        _answers.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        foreach (var answer in _answers)
        {
            bytes += answer.Value?.Content.Bytes.Length ?? 0;
            if (values.Count > 0 && bytes > MostBytesOfPage)
                break;
            values.Add(answer);
        }
        PutBack(values.Count);
        _page = new Changes(0, _page.Number + 1, values, _isListing);
        _answers.Clear();
        _isListing = false;
        Answer(_page);
    }

    // What is too long for the page comes first on the next one.
    private void PutBack(int told)
    {
        if (told == _answers.Count)
            return;
        if (_isListing)
            _toTell.AddFirst((string?)null);
        _isListing = false;
        for (var i = _answers.Count - 1; i >= told; i--)
        {
            if (_names.Add(_answers[i].Name))
                _toTell.AddFirst(_answers[i].Name);
        }
    }

    private void Answer(Changes page)
    {
        if (_question is not ({ } client, { } command))
            return; // the client has given up; it will ask again
        _question = null;
        Timers.Cancel(PatienceOver.Instance);
        client.Tell(page with { Id = command.Id }, Context.Parent);
    }

    private void AnswerWithNothing()
    {
        if (_question is ({ } client, { } command))
            Answer(new Changes(command.Id, command.Page, [], false));
    }

    /// <summary>From the memory: a variable that the watch covers is there now.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Variable">Its actor.</param>
    internal sealed record Made(string Name, IActorRef Variable);

    /// <summary>To the memory: nobody asks about this watch any more.</summary>
    /// <param name="First">The command that began it.</param>
    internal sealed record Over(Watch First);

    private sealed record PatienceOver
    {
        public static PatienceOver Instance { get; } = new();
    }

    private sealed record LeaseOver
    {
        public static LeaseOver Instance { get; } = new();
    }
}
