using System.Globalization;
using Akka.Actor;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// The search of a session for the memory: the question that is asked until it is answered, and why it takes long. A question has
/// the number of its search, so that a late answer to an earlier search is not taken for one to this.
/// </summary>
internal sealed class ServerSearch
{
    /// <summary>
    /// After so many questions without a connection, the port is looked at. A node connects sooner; what does not may be another
    /// kind of port.
    /// </summary>
    public const int QuestionsBeforeProbe = 4;

    private long _number;
    private int _questions;
    private bool _isTold;

    /// <summary>Whether the memory is looked for.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Whether the two nodes are connected.</summary>
    public bool IsConnected { get; set; }

    /// <summary>Whether somebody looks at the port.</summary>
    public bool IsProbing { get; set; }

    /// <summary>Why it takes long, for the user, to stand before or behind a colon; null: not known.</summary>
    public string? Trouble { get; private set; }

    /// <summary>What to ask the memory's actor with.</summary>
    public string Question => string.Create(CultureInfo.InvariantCulture, $"{MemoryActor.Name}-{_number}");

    /// <summary>Begins a search, unless one is on.</summary>
    /// <returns>Whether it begins.</returns>
    public bool TryBegin()
    {
        if (IsOn)
            return false;
        (IsOn, _questions) = (true, 0);
        return true;
    }

    /// <summary>The question is asked.</summary>
    /// <returns>Whether to look at the port as well.</returns>
    public bool OnAsked() => ++_questions == QuestionsBeforeProbe && !IsConnected;

    /// <summary>Whether it answers this search.</summary>
    public bool IsAnsweredBy(ActorIdentity identity) => IsOn && Equals(identity.MessageId, Question);

    /// <summary>Notes why it takes long; null: that is not known any more.</summary>
    /// <returns>Whether whoever waits gets the reason: only the first one of a search.</returns>
    public bool IsToBeTold(string? trouble, bool somebodyWaits)
    {
        Trouble = trouble;
        if (trouble is null || _isTold || !somebodyWaits)
            return false;
        return _isTold = true;
    }

    /// <summary>Answers that are on their way are not answers any more.</summary>
    public void Supersede() => _number++;

    /// <summary>Ends the search.</summary>
    public void End()
    {
        (IsOn, Trouble, _isTold) = (false, null, false);
        Supersede();
    }
}
