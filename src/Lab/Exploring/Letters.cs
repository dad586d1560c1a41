using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Exploring;

/// <summary>A message and whom it goes to.</summary>
/// <param name="Message">The message.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Channel">Numbers the pair of its sender and its receiver.</param>
/// <param name="Index">Its number among the letters to the same process, from 0.</param>
internal sealed record Letter(IWireMessage Message, ProcessId To, int Channel, int Index);

/// <summary>The letters ever sent, numbered from 0 in the order seen. Equal messages to the same process are one letter.</summary>
internal sealed class Letters(int processes)
{
    private readonly Dictionary<(ProcessId, IWireMessage), int> _numbers = [];
    private readonly List<Letter> _letters = [];
    private readonly int[] _countTo = new int[processes];

    public Letter this[int number] => _letters[number];

    /// <summary>The number of the letter with <paramref name="message"/> to <paramref name="to"/>.</summary>
    public int Number(ProcessId to, IWireMessage message)
    {
        if (_numbers.TryGetValue((to, message), out var number))
            return number;
        _letters.Add(new Letter(message, to, (message.From.Value * (processes + 1)) + to.Value, _countTo[to.Value - 1]++));
        _numbers.Add((to, message), _letters.Count - 1);
        return _letters.Count - 1;
    }
}
