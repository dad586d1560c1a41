using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// A simple model of a variable under the lock that prefers writers, and what must hold of every run. It knows commands and answers alone, nothing of
/// the rules under test.
/// </summary>
internal sealed class LockJudge(int mostWaiting)
{
    private readonly List<string> _violations = [];
    private readonly Dictionary<(int Client, long Id), IVariableCommand> _sent = [];
    private readonly Dictionary<(int Client, long Id), int> _answers = [];
    private readonly HashSet<(int Client, long Id)> _excused = [];
    private readonly HashSet<int> _watched = [];
    private readonly HashSet<(int Client, long Id)> _leases = [];
    private Value _value;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Who holds, by the answers.</summary>
    public Dictionary<(int Client, long Id), LockMode> Holders { get; } = [];

    /// <summary>Who was not answered yet, oldest first.</summary>
    public List<(int Client, long Id)> Waiting { get; } = [];

    public void Sent(int client, IVariableCommand command)
    {
        if (command is Release release)
        {
            var key = (client, release.Lock);
            Holders.Remove(key);
            if (Waiting.Remove(key))
                _excused.Add(key);
            return;
        }
        if (_sent.TryAdd((client, command.Id), command) && UnderOf(command) is null)
            Waiting.Add((client, command.Id));
    }

    public void ClientGone(int client)
    {
        foreach (var key in Holders.Keys.Where(key => key.Client == client).ToList())
            Holders.Remove(key);
        _excused.UnionWith(Waiting.Where(key => key.Client == client));
        Waiting.RemoveAll(key => key.Client == client);
        _watched.Remove(client);
    }

    public void LeaseDue(int client, long held)
    {
        Holders.Remove((client, held));
        _leases.Remove((client, held));
    }

    public void Replied(int client, IWireMessage message)
    {
        if (message is Released or Expired || !_sent.TryGetValue((client, message.Id), out var command))
            return;
        var key = (client, message.Id);
        if (message is Granted && Holders.ContainsKey(key))
            return;     // a lease begins anew
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

    public void Watched(int client) => Holds(_watched.Add(client), $"{client} is watched twice");

    public void Unwatched(int client) => Holds(_watched.Remove(client), $"{client} was not watched");

    public void LeaseStarted(int client, long held) => _leases.Add((client, held));

    public void LeaseEnded(int client, long held) => _leases.Remove((client, held));

    /// <summary>Nothing is on its way: everybody who may in is in.</summary>
    public void Settled()
    {
        Holds(Holders.Count > 0 || Waiting.Count == 0, $"nobody holds, and {string.Join(", ", Waiting)} wait");
        Holds(
            Holders.ContainsValue(LockMode.Write) || Waiting.Any(IsWriter) || Waiting.Count == 0,
            $"no writer holds or waits, and {string.Join(", ", Waiting)} wait");
        var present = Holders.Keys.Select(key => key.Client).Concat(Waiting.Select(key => key.Client)).ToHashSet();
        Holds(_watched.SetEquals(present), $"watched are {string.Join(", ", _watched)}, present {string.Join(", ", present)}");
        Holds(_leases.SetEquals(Holders.Keys), $"leases run for {string.Join(", ", _leases)}, holding are {string.Join(", ", Holders.Keys)}");
    }

    /// <summary>Every command was answered once, but those of who left.</summary>
    public void Finish()
    {
        foreach (var key in _sent.Keys.Where(key => !_excused.Contains(key)))
            Holds(_answers.GetValueOrDefault(key) == 1, $"{key} is answered {_answers.GetValueOrDefault(key)} times");
    }

    private void In((int Client, long Id) key, IVariableCommand command)
    {
        var isWriter = IsWriter(key);
        Holds(!Holders.ContainsValue(LockMode.Write), $"{key} gets in beside a writer");
        Holds(!isWriter || Holders.Count == 0, $"writer {key} gets in beside readers");
        Holds(isWriter || !Waiting.Any(IsWriter), $"reader {key} gets in while a writer waits");
        Holds(!isWriter || Waiting.FirstOrDefault(IsWriter) == key, $"writer {key} gets in before one that waits longer");
        if (command is AcquireRead or AcquireWrite)
            Holders[key] = isWriter ? LockMode.Write : LockMode.Read;
    }

    private void AnsweredUnder((int Client, long Id) key, IVariableCommand command, long under, IWireMessage answer)
    {
        var allowed = Holders.TryGetValue((key.Client, under), out var mode) && (mode == LockMode.Write || command is Read);
        Holds(allowed == answer is Current or Written, $"{key} under {under} is answered {answer}");
    }

    private bool IsWriter((int Client, long Id) key) => _sent[key] is Write or AcquireWrite;

    private static long? UnderOf(IVariableCommand command) => command switch { Read m => m.Under, Write m => m.Under, _ => null };

    private void Holds(bool holds, string violation)
    {
        if (!holds)
            _violations.Add(violation);
    }
}
