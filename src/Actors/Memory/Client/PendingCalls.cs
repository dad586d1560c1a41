using Akka.Actor;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>The calls of a session that wait for an answer, by the ids of their commands.</summary>
internal sealed class PendingCalls
{
    private readonly Dictionary<long, PendingCommand> _commands = [];

    /// <summary>Whether a command waits to be sent.</summary>
    public bool HasUnsent => _commands.Values.Any(command => command.IsToBeSent);

    /// <summary>All commands, the oldest first. A copy.</summary>
    public IReadOnlyList<PendingCommand> All => [.. _commands.Values.OrderBy(command => command.Id)];

    /// <summary>Those that wait to be sent, the oldest first. A copy.</summary>
    public IReadOnlyList<PendingCommand> Unsent => [.. All.Where(command => command.IsToBeSent)];

    /// <summary>Adds a call. If another one waits for the same command, both wait for the same answer.</summary>
    /// <returns>Its command.</returns>
    public PendingCommand Add(Call call, IActorRef asker)
    {
        if (!_commands.TryGetValue(call.Id, out var command))
            _commands.Add(call.Id, command = new PendingCommand(call));
        command.Add(call, asker);
        return command;
    }

    /// <summary>The command of that id; null: nobody waits for it.</summary>
    public PendingCommand? Find(long id) => _commands.GetValueOrDefault(id);

    /// <summary>Takes a command out, with all calls that wait for it.</summary>
    public void Remove(PendingCommand command) => _commands.Remove(command.Id);

    /// <summary>Takes one call out, and its command if no other call waits for it.</summary>
    /// <returns>The command, and who made the call; null: the call does not wait.</returns>
    public (PendingCommand Command, IActorRef Asker)? Remove(Call call)
    {
        if (Find(call.Id) is not { } command || command.Remove(call) is not { } asker)
            return null;
        if (!command.IsAwaited)
            Remove(command);
        return (command, asker);
    }
}

/// <summary>A command, or the wish to find the memory, with the calls that wait for the answer.</summary>
/// <param name="first">The first of these calls.</param>
internal sealed class PendingCommand(Call first)
{
    private readonly List<(Call Call, IActorRef Asker)> _waiting = [];

    /// <summary>The id of the command.</summary>
    public long Id => first.Id;

    /// <summary>The first call.</summary>
    public Call First => first;

    /// <summary>What to send; null: nothing.</summary>
    public IWireMessage? Command =>
        IsSent && first.Command is Operate operate ? operate with { IsRepeated = true } : first.Command;

    /// <summary>The calls, and who made them.</summary>
    public IReadOnlyList<(Call Call, IActorRef Asker)> Waiting => _waiting;

    /// <summary>Whether somebody waits for the answer.</summary>
    public bool IsAwaited => _waiting.Count > 0;

    /// <summary>Whether it was sent.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Whether it was not sent yet, or is to be sent again.</summary>
    public bool IsToBeSent { get; private set; } = true;

    /// <summary>When it was sent last.</summary>
    public long SentAt { get; private set; }

    /// <summary>Whether it was sent a second time because the first answer came late.</summary>
    public bool IsAskedAgain { get; private set; }

    /// <summary>It is sent.</summary>
    /// <param name="at">When, by the clock of leases.</param>
    public void OnSent(long at) => (IsAskedAgain, IsSent, IsToBeSent, SentAt) = (IsSent, true, false, at);

    /// <summary>The connection is lost: an operation is sent again on the next one.</summary>
    /// <returns>Whether it is an operation.</returns>
    public bool TrySendAgain() => IsToBeSent |= first.Command is Operate;

    public void Add(Call call, IActorRef asker) => _waiting.Add((call, asker));

    public IActorRef? Remove(Call call)
    {
        var index = _waiting.FindIndex(waiting => ReferenceEquals(waiting.Call, call));
        if (index < 0)
            return null;
        var asker = _waiting[index].Asker;
        _waiting.RemoveAt(index);
        return asker;
    }
}
