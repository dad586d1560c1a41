using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>A sentence about one process or about several, without their names.</summary>
/// <param name="Topic">Sentences about the same topic are held back together.</param>
/// <param name="One">What one does, up to <paramref name="Whom"/>.</param>
/// <param name="Many">What several do, up to <paramref name="Whom"/>.</param>
/// <param name="Whom">The process to which they do it; null for none.</param>
/// <param name="OneReason">The end of the sentence about one.</param>
/// <param name="ManyReason">The end of the sentence about several.</param>
internal sealed record SharedSentence(
    string Topic, string One, string Many, ProcessId? Whom = null, string OneReason = "", string ManyReason = "");

/// <summary>Makes one line of several processes that do the same, one shortly after the other.</summary>
internal sealed class Gathering(LinePad pad)
{
    // Messages that were sent together arrive one shortly after the other.
    private static readonly TimeSpan Shortly = TimeSpan.FromMilliseconds(2);

    private readonly List<(SharedSentence Sentence, List<ProcessId> Processes)> _groups = [];
    private TimeSpan _first;
    private TimeSpan _last;

    /// <summary>A process does something.</summary>
    public void Add(TimeSpan at, ProcessId process, SharedSentence sentence)
    {
        if (_groups.Count > 0 && _groups[0].Sentence.Topic != sentence.Topic)
            Write();
        if (_groups.Count == 0)
            _first = at;
        _last = at;
        var group = _groups.Find(group => group.Sentence.ManyReason == sentence.ManyReason);
        if (group.Processes is null)
            _groups.Add((sentence, [process]));
        else
            group.Processes.Add(process);
    }

    /// <summary>It is later now: what was held back for long enough is written.</summary>
    public void Pass(TimeSpan at)
    {
        if (_groups.Count > 0 && at - _last > Shortly)
            Write();
    }

    /// <summary>Writes what is held back.</summary>
    public void Write()
    {
        foreach (var (sentence, processes) in _groups)
        {
            pad.Begin(_first);
            if (processes.Count == 1)
                pad.Add(processes[0]).Add(sentence.One);
            else
                pad.Add(processes).Add(sentence.Many);
            if (sentence.Whom is { } whom)
                pad.Add(whom);
            pad.Add(processes.Count == 1 ? sentence.OneReason : sentence.ManyReason).End();
        }
        _groups.Clear();
    }
}
