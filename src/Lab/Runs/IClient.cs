using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What a client waits for before it gives its next command.</summary>
public enum Pace
{
    /// <summary>It thinks for a while: it is outside.</summary>
    Think,

    /// <summary>It stays for a while: it is inside.</summary>
    Hold,

    /// <summary>Nothing: it gives the command at once.</summary>
    AtOnce,
}

/// <summary>
/// The client of a machine in a run: what wants in, again and again, as often as its budget allows. It is deterministic; how long
/// it thinks and stays is up to whoever runs it.
/// </summary>
public interface IClient
{
    /// <summary>Where it stands, by what the machine told it.</summary>
    Standing Standing { get; }

    /// <summary>Whether it is outside and will not ask again.</summary>
    bool IsDone { get; }

    /// <summary>How many requests it will still make.</summary>
    int RequestsLeft { get; }

    /// <summary>What it waits for before <see cref="Next"/>.</summary>
    Pace Pace { get; }

    /// <summary>The command that it gives next; null while it waits for an answer, and when it is done.</summary>
    ICommand? Next { get; }

    /// <summary>The command by which it gives up what it waits for; null where there is nothing to give up.</summary>
    ICommand? Withdrawal { get; }

    /// <summary>It has given a command; what the machine tells about it comes after this.</summary>
    void Gave(ICommand command);

    /// <summary>The machine told it something.</summary>
    void On(IOutput output);

    /// <summary>It is to make no request any more.</summary>
    void Close();

    /// <summary>Passes the whole state through <paramref name="codec"/>, as <see cref="IMachine.Exchange"/> does.</summary>
    void Exchange(StateCodec codec);
}
