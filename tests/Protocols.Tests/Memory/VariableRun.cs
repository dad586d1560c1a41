using Coterie.Actors.Memory;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// The rules of a variable without actors: a mailbox, two stashes, and a judge that sees nothing but commands and effects and has books of its own.
/// Clients are numbers.
/// </summary>
internal sealed class VariableRun
{
    private readonly WriterPriorityLock<int> _lock;
    private readonly VariableRules<int> _rules;
    private readonly VariableEffects<int> _effects = new();
    private readonly LinkedList<(int Client, IVariableCommand Command)> _mailbox = new();
    private readonly Dictionary<LockMode, Queue<(int Client, IVariableCommand Command)>> _stashes = new() { [LockMode.Read] = new(), [LockMode.Write] = new() };
    private readonly LockJudge _judge;
    private int _returning;
    private (int Client, IVariableCommand Command) _current;

    public VariableRun(WriterPriorityLock<int> rules, MemorySettings settings)
    {
        _lock = rules;
        _rules = new VariableRules<int>(settings, rules);
        _judge = new LockJudge(settings.MostWaiting);
    }

    /// <summary>What the judge saw that must not be.</summary>
    public IReadOnlyList<string> Violations => _judge.Violations;

    public LockJudge Judge => _judge;

    /// <summary>The most commands ever kept, for those who wait and for those gone.</summary>
    public int MostKept { get; private set; }

    public void Send(int client, IVariableCommand command)
    {
        _judge.Sent(client, command);
        _mailbox.AddLast((client, command));
        Drain();
    }

    public void ClientGone(int client)
    {
        _judge.ClientGone(client);
        _rules.ClientGone(client, _effects);
        CarryOut();
        Drain();
    }

    public void LeaseDue(int client, long held)
    {
        _judge.LeaseDue(client, held);
        _rules.LeaseDue(client, held, _effects);
        CarryOut();
        Drain();
    }

    /// <summary>Releases whoever holds until nobody waits; who waits for ever is a violation.</summary>
    public void LetAllLeave()
    {
        for (var rounds = 0; _judge.Holders.Count > 0 && rounds < 10_000; rounds++)
        {
            var (client, id) = _judge.Holders.First().Key;
            Send(client, new Release(1_000_000 + rounds, "x", id));
        }
        _judge.Finish();
    }

    private void Drain()
    {
        while (_mailbox.First is { } first)
        {
            _mailbox.RemoveFirst();
            _current = first.Value;
            var (client, command) = _current;
            if (_returning > 0)
            {
                _returning--;
                _rules.Return(client, command, _effects);
            }
            else
            {
                _rules.Arrive(client, command, _effects);
            }
            CarryOut();
        }
        if (_lock.GetType() == typeof(WriterPriorityLock<int>))
            _lock.Check();
        MostKept = Math.Max(MostKept, _stashes.Values.Sum(stash => stash.Count));
        _judge.Settled();
    }

    private void CarryOut()
    {
        foreach (ref readonly var effect in _effects.Items)
        {
            switch (effect.Kind)
            {
                case VariableEffectKind.Reply: _judge.Replied(effect.Client, effect.Message!); break;
                case VariableEffectKind.Keep: _stashes[effect.Mode].Enqueue(_current); break;
                case VariableEffectKind.LetIn: LetIn(_stashes[effect.Mode], effect.Mode == LockMode.Write ? 1 : int.MaxValue); break;
                case VariableEffectKind.Compact: Compact(_stashes[effect.Mode], effect.Stays!); break;
                case VariableEffectKind.Watch: _judge.Watched(effect.Client); break;
                case VariableEffectKind.Unwatch: _judge.Unwatched(effect.Client); break;
                case VariableEffectKind.StartLease: _judge.LeaseStarted(effect.Client, effect.Lock); break;
                case VariableEffectKind.EndLease: _judge.LeaseEnded(effect.Client, effect.Lock); break;
            }
        }
        _effects.Clear();
    }

    private void LetIn(Queue<(int, IVariableCommand)> stash, int most)
    {
        var letIn = new List<(int, IVariableCommand)>();
        while (letIn.Count < most && stash.TryDequeue(out var kept))
            letIn.Add(kept);
        _returning += letIn.Count;
        letIn.Reverse();
        foreach (var kept in letIn)
            _mailbox.AddFirst(kept);
    }

    private static void Compact(Queue<(int, IVariableCommand)> stash, IReadOnlyList<bool> stays)
    {
        foreach (var stay in stays)
        {
            var kept = stash.Dequeue();
            if (stay)
                stash.Enqueue(kept);
        }
    }
}
