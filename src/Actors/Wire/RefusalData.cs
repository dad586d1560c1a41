using Coterie.Protocols.Memory;
using Reason = Coterie.Actors.Wire.RefusedData.ReasonOneofCase;

namespace Coterie.Actors.Wire;

/// <summary>Refusals on the wire.</summary>
internal static class RefusalData
{
    public static RefusedData Of(MemoryProtocol.Refused m) => m.Reason switch
    {
        Refusal.QueueFull full => new() { Id = m.Id, QueueFull = full.MostWaiting },
        Refusal.Fenced fenced => new() { Id = m.Id, Fenced = MutexFormats.Data(fenced.Seen) },
        Refusal.NotHeld => new() { Id = m.Id, NotHeld = true },
        Refusal.IdTaken => new() { Id = m.Id, IdTaken = true },
        Refusal.BadName => new() { Id = m.Id, BadName = true },
        Refusal.TooManyVariables many => new() { Id = m.Id, TooManyVariables = many.MostVariables },
        Refusal.VariableFailed => new() { Id = m.Id, VariableFailed = true },
        Refusal.TooManyLocks many => new() { Id = m.Id, TooManyLocks = many.Most },
        Refusal.TooManyLocksOfClient many => new() { Id = m.Id, TooManyLocksOfClient = many.Most },
        Refusal.MemoryFull full => new() { Id = m.Id, MemoryFull = full.Most },
        Refusal.TooManyLists many => new() { Id = m.Id, TooManyLists = many.Most },
        Refusal.TooManyWatches many => new() { Id = m.Id, TooManyWatches = many.Most },
        Refusal.NoNumber => new() { Id = m.Id, NoNumber = true },
        Refusal.TooLarge large => new() { Id = m.Id, TooLarge = large.MostBytes },
        _ => throw Field.Unknown("The refusal", m.Reason.GetType().Name),
    };

    public static MemoryProtocol.Refused Message(RefusedData d) => new(d.Id, d.ReasonCase switch
    {
        Reason.QueueFull => new Refusal.QueueFull(Field.Within(d.QueueFull, 0, int.MaxValue, "The number of commands that wait")),
        Reason.Fenced => new Refusal.Fenced(MutexFormats.Timestamp(d.Fenced)),
        Reason.NotHeld => new Refusal.NotHeld(),
        Reason.IdTaken => new Refusal.IdTaken(),
        Reason.BadName => new Refusal.BadName(),
        Reason.TooManyVariables =>
            new Refusal.TooManyVariables(Field.Within(d.TooManyVariables, 0, int.MaxValue, "The number of variables")),
        Reason.VariableFailed => new Refusal.VariableFailed(),
        Reason.TooManyLocks => new Refusal.TooManyLocks(d.TooManyLocks),
        Reason.TooManyLocksOfClient => new Refusal.TooManyLocksOfClient(d.TooManyLocksOfClient),
        Reason.MemoryFull => new Refusal.MemoryFull(d.MemoryFull),
        Reason.TooManyLists => new Refusal.TooManyLists(d.TooManyLists),
        Reason.TooManyWatches => new Refusal.TooManyWatches(d.TooManyWatches),
        Reason.NoNumber => new Refusal.NoNumber(),
        Reason.TooLarge => new Refusal.TooLarge(Field.Within(d.TooLarge, 0, int.MaxValue, "The number of bytes")),
        _ => throw Field.Unknown("The refusal", d.ReasonCase),
    });
}
