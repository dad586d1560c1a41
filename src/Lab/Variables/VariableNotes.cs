using System.Collections.Immutable;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Lab.Variables;

/// <summary>What a voter has of the variable. Immutable.</summary>
/// <param name="IsVoting">Whether it votes: otherwise it has no memory.</param>
/// <param name="IsRecovered">Whether it has been without memory.</param>
/// <param name="Stamp">The stamp of its value.</param>
internal sealed record VoterNotes(bool IsVoting, bool IsRecovered, ValueStamp Stamp) : INotes
{
    /// <summary>It has not begun.</summary>
    public static VoterNotes Empty { get; } = new(false, false, default);

    /// <inheritdoc/>
    public INotes After(IOutput output) => output switch
    {
        Voter.ValueTaken taken => this with { Stamp = taken.Stamp },
        Voter.BegunToVote begun => this with { IsVoting = true, IsRecovered = begun.IsRecovered },
        _ => this,
    };

    /// <inheritdoc/>
    public void Write(StateCodec codec)
    {
        codec.Flag(IsVoting);
        codec.Flag(IsRecovered);
        ValueStamp.Exchange(codec, Stamp);
    }
}

/// <summary>What a client has told. Immutable.</summary>
/// <param name="Tokens">The tokens of its entries.</param>
/// <param name="IsInside">Whether it is inside.</param>
/// <param name="Latest">The latest value that it has told as stored, surely read, or shown by its watch.</param>
/// <param name="Shown">The stamp of the latest value that its watch has shown.</param>
internal sealed record ClientNotes(TokenBook Tokens, bool IsInside, ToldValue Latest, ValueStamp Shown) : ITokenNotes
{
    /// <summary>Nothing.</summary>
    public static ClientNotes Empty { get; } = new(TokenBook.Empty, false, ToldValue.None, default);

    /// <inheritdoc/>
    public INotes After(IOutput output) => output.Deed switch
    {
        Deed.Entered => this with { Tokens = Tokens.After(EntryText.Of(output)), IsInside = true },
        Deed.Left or Deed.Lost => this with { IsInside = false },
        _ => ToldValue.Of(output) is { } told ? After(told, output is Watched) : this,
    };

    private ClientNotes After(ToldValue told, bool isShown) => this with
    {
        Latest = told.Stamp > Latest.Stamp ? told : Latest,
        Shown = isShown ? told.Stamp : Shown,
    };

    /// <inheritdoc/>
    public void Write(StateCodec codec)
    {
        ((INotes)Tokens).Write(codec);
        codec.Flag(IsInside);
        ValueStamp.Exchange(codec, Latest.Stamp);
        ValueStamp.Exchange(codec, Shown);
        codec.Number(Latest.Operations.Length);
        foreach (var operation in Latest.Operations)
        {
            codec.Number(operation.Client.Value);
            codec.Number(operation.Number);
        }
    }
}

/// <summary>A value that a client has told as stored, surely read, or shown by its watch.</summary>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Operations">The operations that are in it, the last one first.</param>
internal sealed record ToldValue(ValueStamp Stamp, ImmutableArray<OperationId> Operations)
{
    /// <summary>That of a variable that nobody has stored.</summary>
    public static ToldValue None { get; } = new(default, []);

    /// <summary>The value of an output; null if it tells none.</summary>
    public static ToldValue? Of(IOutput output) => output switch
    {
        ValueStored m => Of(m.Stored),
        CopyRead m => Of(m.Seen),
        ValueRead { IsSure: true } m => Of(m.Seen),
        Watched m => Of(m.Stored),
        _ => null,
    };

    /// <summary>What is wrong if a client tells this value, and another one was told; null for nothing.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="name">What the client is called.</param>
    public Breach? BreachBeside(ToldValue other, string name)
    {
        var (earlier, later) = Stamp < other.Stamp ? (this, other) : (other, this);
        if (Operations.Distinct().Count() < Operations.Length)
            return Broken($"{name} tells the value at {Stamp}, in which an operation is twice.");
        return later.GoesOnFrom(earlier)
            ? null
            : Broken(
                $"{name} tells the value at {Stamp}; that at {later.Stamp} does not have in it what that at {earlier.Stamp} has, "
                + "and both were told.");

        static Breach Broken(string text) => new(VariablesProperties.Continuity, text);
    }

    // All operations of the earlier value are in it, in the same order, if they are not so many that the oldest are forgotten.
    private bool GoesOnFrom(ToldValue earlier) =>
        Operations.Length == VariableContent.MostRecent
        || (Operations.Length >= earlier.Operations.Length
            && Operations.AsSpan()[^earlier.Operations.Length..].SequenceEqual(earlier.Operations.AsSpan()));

    private static ToldValue Of(in StampedValue value) =>
        new(value.Stamp, [.. VariableContent.Of(value.Value)?.Recent.Select(applied => applied.Id) ?? []]);
}
