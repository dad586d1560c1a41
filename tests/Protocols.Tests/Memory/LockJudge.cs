using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// A simple model of a variable under the lock that prefers writers, and what must hold of every run. It knows only commands
/// and answers, not the rules under test. A command is named by its id and its client.
/// </summary>
internal sealed class LockJudge(int mostWaiting)
{
    private readonly List<string> _violations = [];
    private readonly Dictionary<Timestamp, IVariableCommand> _sent = [];
    private readonly Dictionary<Timestamp, int> _answers = [];
    private readonly HashSet<Timestamp> _excused = [];
    private readonly HashSet<ProcessId> _watched = [];
    private readonly HashSet<Timestamp> _leases = [];
    private Value _value;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>The locks that are held, by the answers.</summary>
    public Dictionary<Timestamp, LockMode> Holders { get; } = [];

    /// <summary>The commands that have no answer yet, oldest first.</summary>
    public List<Timestamp> Waiting { get; } = [];

    public void Sent(ProcessId client, IVariableCommand command)
    {
        if (command is Release release)
        {
            var left = new Timestamp(release.Lock, client);
            Holders.Remove(left);
            if (Waiting.Remove(left))
                _excused.Add(left);
            return;
        }
        var key = new Timestamp(command.Id, client);
        if (_sent.TryAdd(key, command) && UnderOf(command) is null)
            Waiting.Add(key);
    }

    public void ClientGone(ProcessId client)
    {
        foreach (var key in Holders.Keys.Where(key => key.Process == client).ToList())
            Holders.Remove(key);
        _excused.UnionWith(Waiting.Where(key => key.Process == client));
        Waiting.RemoveAll(key => key.Process == client);
        _watched.Remove(client);
    }

    public void LeaseOver(Timestamp held)
    {
        Holders.Remove(held);
        _leases.Remove(held);
    }

    public void Answered(ProcessId client, IWireMessage message)
    {
        var key = new Timestamp(message.Id, client);
        if (message is Released or Expired || !_sent.TryGetValue(key, out var command))
            return;
        if (message is Granted && Holders.ContainsKey(key))
            return; // its lease starts again
        _answers[key] = _answers.GetValueOrDefault(key) + 1;
        Holds(!_excused.Contains(key), $"{key} is answered after it left");
        if (message is Refused { Reason: Refusal.QueueFull })
            Holds(Waiting.Count > mostWaiting, $"{key} is refused while {Waiting.Count - 1} wait");
        else if (UnderOf(command) is { } under)
            AnsweredUnder(key, command, under, message);
        else
            In(key, command);
        Waiting.Remove(key);
        if (message is Current current)
            Holds(current.Value == _value, $"{key} reads {current.Value} and not {_value}");
        if (message is Written)
            _value = ((Write)command).Value;
    }

    public void Watched(ProcessId client) => Holds(_watched.Add(client), $"{client} is watched twice");

    public void Unwatched(ProcessId client) => Holds(_watched.Remove(client), $"{client} was not watched");

    public void LeaseStarted(Timestamp held) => _leases.Add(held);

    public void LeaseEnded(Timestamp held) => _leases.Remove(held);

    /// <summary>Nothing is on its way: every client that may enter has entered.</summary>
    public void Settled()
    {
        Holds(Holders.Count > 0 || Waiting.Count == 0, $"nobody holds, and {string.Join(", ", Waiting)} wait");
        Holds(
            Holders.ContainsValue(LockMode.Write) || Waiting.Any(IsWriter) || Waiting.Count == 0,
            $"no writer holds or waits, and {string.Join(", ", Waiting)} wait");
        var present = Holders.Keys.Concat(Waiting).Select(key => key.Process).ToHashSet();
        Holds(_watched.SetEquals(present), $"watched are {string.Join(", ", _watched)}, present {string.Join(", ", present)}");
        Holds(
            _leases.SetEquals(Holders.Keys),
            $"leases run for {string.Join(", ", _leases)}, holding are {string.Join(", ", Holders.Keys)}");
    }

    /// <summary>Every command was answered once, except those whose client left.</summary>
    public void Finish()
    {
        foreach (var key in _sent.Keys.Where(key => !_excused.Contains(key)))
            Holds(_answers.GetValueOrDefault(key) == 1, $"{key} is answered {_answers.GetValueOrDefault(key)} times");
    }

    private void In(Timestamp key, IVariableCommand command)
    {
        var isWriter = IsWriter(key);
        Holds(!Holders.ContainsValue(LockMode.Write), $"{key} gets in beside a writer");
        Holds(!isWriter || Holders.Count == 0, $"writer {key} gets in beside readers");
        Holds(isWriter || !Waiting.Any(IsWriter), $"reader {key} gets in while a writer waits");
        Holds(!isWriter || Waiting.FirstOrDefault(IsWriter) == key, $"writer {key} gets in before one that waits longer");
        if (command is AcquireRead or AcquireWrite)
            Holders[key] = isWriter ? LockMode.Write : LockMode.Read;
    }

    private void AnsweredUnder(Timestamp key, IVariableCommand command, long under, IWireMessage answer)
    {
        var isHeld = Holders.TryGetValue(new Timestamp(under, key.Process), out var mode);
        var isAllowed = isHeld && (mode == LockMode.Write || command is Read);
        Holds(isAllowed == answer is Current or Written, $"{key} under {under} is answered {answer}");
    }

    private bool IsWriter(Timestamp key) => _sent[key] is Write or AcquireWrite;

    private static long? UnderOf(IVariableCommand command) => command switch { Read m => m.Under, Write m => m.Under, _ => null };

    private void Holds(bool holds, string violation)
    {
        if (!holds)
            _violations.Add(violation);
    }
}
