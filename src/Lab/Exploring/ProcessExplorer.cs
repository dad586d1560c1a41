using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Exploring;

/// <summary>
/// The local states of one process, and what comes of each input in each: the rules are loaded with the bytes of the local state, take the input, and are written back. They run once
/// for each local state and input, however many states of the whole these are part of.
/// </summary>
internal sealed class ProcessExplorer
{
    private const int FirstLetter = (int)StepKind.ResendDue + 1;
    private readonly Dictionary<(string Bytes, int RequestsLeft), LocalState> _known = [];
    private readonly List<LocalState> _states = [];
    private readonly StateCodec _codec = new();
    private readonly Effects _effects = new();
    private readonly IMutexRules _rules;
    private readonly Letters _letters;

    public ProcessExplorer(ProcessId process, ExplorationSettings settings, Letters letters)
    {
        (Process, _letters) = (process, letters);
        _rules = settings.Algorithm.Create(process, settings.Processes);
        Initial = Keep(settings.Requests);
    }

    public ProcessId Process { get; }

    /// <summary>Where it begins.</summary>
    public LocalState Initial { get; }

    public LocalState this[int number] => _states[number];

    /// <summary>Whether an input without a message is possible; <see cref="StepKind.ResendDue"/> always is.</summary>
    public static bool Allows(LocalState state, StepKind kind) => kind switch
    {
        StepKind.Enter => state.Phase == Phase.Released && state.RequestsLeft > 0,
        StepKind.Exit => state.Phase == Phase.Held,
        StepKind.Withdraw => state.Phase == Phase.Wanted,
        _ => true,
    };

    /// <summary>What comes of an input without a message.</summary>
    public Outcome On(LocalState state, StepKind kind) => Known(state, (int)kind) ?? Find(state, (int)kind, kind, null);

    /// <summary>What comes of the arrival of <paramref name="letter"/>.</summary>
    public Outcome On(LocalState state, Letter letter) =>
        Known(state, FirstLetter + letter.Index) ?? Find(state, FirstLetter + letter.Index, StepKind.Receive, letter.Message);

    private static Outcome? Known(LocalState state, int input) => input < state.Outcomes.Length ? state.Outcomes[input] : null;

    private Outcome Find(LocalState state, int input, StepKind kind, MutexProtocol.IWireMessage? message)
    {
        if (input >= state.Outcomes.Length)
        {
            var outcomes = state.Outcomes;
            Array.Resize(ref outcomes, input + 1);
            state.Outcomes = outcomes;
        }
        return state.Outcomes[input] = Step(state, kind, message);
    }

    private Outcome Step(LocalState state, StepKind kind, MutexProtocol.IWireMessage? message)
    {
        _codec.Read(state.Bytes);
        _rules.Exchange(_codec);
        _effects.Clear();
        try
        {
            switch (kind)
            {
                case StepKind.Enter: _rules.Enter(_effects); break;
                case StepKind.Exit: _rules.Exit(_effects); break;
                case StepKind.Withdraw: _rules.Withdraw(_effects); break;
                case StepKind.Receive: _rules.Receive(message!, _effects); break;
                default: _rules.ResendDue(_effects); break;
            }
        }
        catch (InvalidOperationException refusal)
        {
            return new Outcome(state, [], null, refusal.Message);
        }
        var sent = new List<int>();
        Timestamp? entered = null;
        foreach (ref readonly var effect in _effects.Items)
        {
            if (effect.Message is { } send)
                sent.Add(_letters.Number(effect.To, send));
            else
                entered = effect.Entered;
        }
        return new Outcome(Keep(state.RequestsLeft - (kind == StepKind.Enter ? 1 : 0)), [.. sent], entered, null);
    }

    private LocalState Keep(int requestsLeft)
    {
        _codec.Write();
        _rules.Exchange(_codec);
        var bytes = _codec.Written.ToArray();
        var key = (Convert.ToHexString(bytes), requestsLeft);
        if (_known.TryGetValue(key, out var state))
            return state;
        state = new LocalState(_states.Count, bytes, requestsLeft, _rules.Phase, _rules.Request, BrokenInvariant());
        _known.Add(key, state);
        _states.Add(state);
        return state;
    }

    private string? BrokenInvariant()
    {
        try
        {
            _rules.Check();
            return null;
        }
        catch (InvalidOperationException broken)
        {
            return broken.Message;
        }
    }
}
