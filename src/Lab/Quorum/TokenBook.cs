using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>The largest tokens so far. Immutable.</summary>
/// <param name="Exclusive">Of those who held the lock alone; the default for none.</param>
/// <param name="Any">Of all; the default for none.</param>
internal sealed record TokenBook(FencingToken Exclusive, FencingToken Any) : ITokenNotes
{
    /// <summary>Nobody has entered.</summary>
    public static TokenBook Empty { get; } = new(default, default);

    /// <inheritdoc/>
    TokenBook ITokenNotes.Tokens => this;

    /// <summary>The book after one more entry.</summary>
    public TokenBook After(EntryText entry) =>
        new(entry.IsShared ? Exclusive : Larger(Exclusive, entry.Token), Larger(Any, entry.Token));

    /// <summary>The larger tokens of two books.</summary>
    public TokenBook With(TokenBook other) => new(Larger(Exclusive, other.Exclusive), Larger(Any, other.Any));

    /// <summary>What is wrong with the token of an entry (rule 14); null for nothing.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="who">Who enters, and with which claim.</param>
    public Breach? Judge(EntryText entry, string who)
    {
        if (entry.Token.Value <= Exclusive.Value)
            return Broken(Exclusive);
        return !entry.IsShared && entry.Token.Value <= Any.Value ? Broken(Any) : null;

        Breach Broken(FencingToken earlier) => new(
            QuorumProperties.Tokens,
            $"{who} enters with the token {entry.Token.Number}+{entry.Token.Entry} after an entry with "
            + $"{earlier.Number}+{earlier.Entry}.");
    }

    /// <inheritdoc/>
    INotes INotes.After(IOutput output) => output.Deed == Deed.Entered ? After(EntryText.Of(output)) : this;

    /// <inheritdoc/>
    void INotes.Write(StateCodec codec)
    {
        codec.Number(Exclusive.Value);
        codec.Number(Any.Value);
    }

    private static FencingToken Larger(FencingToken one, FencingToken other) => one.Value >= other.Value ? one : other;
}

/// <summary>Notes about a client that have the tokens of its entries.</summary>
internal interface ITokenNotes : INotes
{
    /// <summary>The tokens.</summary>
    TokenBook Tokens { get; }
}
