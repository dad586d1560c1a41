using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>Counts from how many processes each waiting process got an answer to its request, by kind of message.</summary>
internal sealed class Answers
{
    private readonly Dictionary<ProcessId, List<(string Kind, ProcessBits Senders)>> _answers = [];

    /// <summary>A process asks: there is no answer yet.</summary>
    public void Begin(ProcessId process) => _answers[process] = [];

    /// <summary>A process got an answer. Returns from how many processes it has one of that kind now.</summary>
    public int Add(ProcessId process, ProcessId from, string kind)
    {
        if (Find(process, kind) is not { } senders)
            _answers[process].Add((kind, senders = new ProcessBits()));
        senders.Add(from);
        return senders.Count;
    }

    /// <summary>From how many processes it has an answer of that kind.</summary>
    public int CountOf(ProcessId process, string kind) => Find(process, kind)?.Count ?? 0;

    private ProcessBits? Find(ProcessId process, string kind) => _answers.TryGetValue(process, out var answers)
        ? answers.Find(answer => answer.Kind == kind).Senders
        : null;
}
