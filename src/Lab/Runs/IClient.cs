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
/// The client of a machine in a run: it asks to enter again and again, until its budget of requests is used up. It is
/// deterministic. Whoever runs it decides how long it thinks and stays.
/// </summary>
public interface IClient
{
    /// <summary>Where it stands, according to the outputs of the machine.</summary>
    Standing Standing { get; }

    /// <summary>Whether it is outside and makes no further request.</summary>
    bool IsDone { get; }

    /// <summary>How many requests it will still make.</summary>
    int RequestsLeft { get; }

    /// <summary>What it waits for before <see cref="Next"/>.</summary>
    Pace Pace { get; }

    /// <summary>The command that it gives next; null while it waits for an answer, and once it is done.</summary>
    ICommand? Next { get; }

    /// <summary>The command by which it gives up its waiting; null if it does not wait.</summary>
    ICommand? Withdrawal { get; }

    /// <summary>Records that the command was given. The outputs of the machine about it follow.</summary>
    void Gave(ICommand command);

    /// <summary>Takes an output of the machine.</summary>
    void On(IOutput output);

    /// <summary>From now on it makes no further request.</summary>
    void Close();

    /// <summary>Passes the whole state through <paramref name="codec"/>, as <see cref="IMachine.Exchange"/> does.</summary>
    void Exchange(StateCodec codec);
}
