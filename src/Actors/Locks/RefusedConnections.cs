using Akka.Event;
using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Locks;

/// <summary>
/// The voters whose connection one side refuses because of a certificate, or because one side does not encrypt.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="log">Gets each refusal once, until the voter answers again; null: nobody gets them.</param>
internal sealed class RefusedConnections(GroupSettings group, ILoggingAdapter? log)
{
    private readonly string?[] _sentences = new string?[group.Terms.Voters];
    private readonly TaskCompletionSource _hopeless = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when too few are left for a majority.</summary>
    public Task WhenHopeless => _hopeless.Task;

    /// <summary>Why the voter with this index is refused, or refuses, in a sentence; null: it is not known to be.</summary>
    public string? this[int voter] => _sentences[voter];

    /// <summary>A connection was refused.</summary>
    public void On(ProcessId voter, string reason)
    {
        var index = voter.Value - 1;
        var sentence = $"The connection with {group.Members[index]} is closed: {reason}.";
        if (_sentences[index] == sentence)
            return;
        _sentences[index] = sentence;
        log?.Warning("{0}", sentence);
        if (_sentences.Count(known => known is null) < group.Terms.Majority)
            _hopeless.TrySetResult();
    }

    /// <summary>A voter has answered.</summary>
    public void HeardFrom(ProcessId voter) => _sentences[voter.Value - 1] = null;
}
